package io.sluice.picture.tensor;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Drawn pictures, and what becomes of them in a tensor. */
final class Pictures {

    /** Value of one sample of a plane: 0 luma, 1 and 2 chroma. */
    interface Sample {
        int at(int plane, int x, int y);
    }

    /** A tensor with its spec; guarded by marked memory behind it. */
    record Written(InputSpec input, float[] values, Mapping mapping) {
        float at(int plane, int x, int y) {
            return values[(plane * input.height() + y) * input.width() + x];
        }
    }

    private static final float UNTOUCHED = -7;

    private Pictures() {}

    static InputSpec input(int width, int height, InputSpec.Channels channels, InputSpec.Fit fit) {
        return new InputSpec(width, height, channels, fit, List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));
    }

    static AVFrame frame(int width, int height, Sample sample) {
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        av_frame_get_buffer(frame, 0);
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            for (int y = 0; y < (height + shift) >> shift; y++) {
                byte[] row = new byte[(width + shift) >> shift];
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) sample.at(plane, x, y);
                }
                frame.data(plane).position((long) y * frame.linesize(plane)).put(row, 0, row.length);
            }
        }
        return frame;
    }

    /** Writes a picture, frees it, and fails when memory behind the tensor was touched. */
    static Written write(InputSpec input, Region region, AVFrame frame) {
        int count = 3 * input.width() * input.height();
        ByteBuffer memory = ByteBuffer.allocateDirect((count + 64) * Float.BYTES + 128)
                .alignedSlice(64).order(ByteOrder.nativeOrder());
        for (int index = count; index < count + 64; index++) {
            memory.putFloat(index * Float.BYTES, UNTOUCHED);
        }
        float[] values = new float[count];
        Mapping mapping;
        ByteBuffer tensor = memory.slice(0, count * Float.BYTES).order(memory.order());
        try (TensorWriter writer = new TensorWriter(input, tensor)) {
            writer.region(region);
            mapping = writer.write(frame);
        }
        memory.asFloatBuffer().get(0, values);
        for (int index = count; index < count + 64; index++) {
            if (memory.getFloat(index * Float.BYTES) != UNTOUCHED) {
                throw new AssertionError("float " + (index - count) + " behind the tensor was written");
            }
        }
        av_frame_free(frame);
        return new Written(input, values, mapping);
    }
}
