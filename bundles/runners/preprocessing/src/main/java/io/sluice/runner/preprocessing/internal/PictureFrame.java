package io.sluice.runner.preprocessing.internal;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.sluice.api.analysis.Picture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Pictures as FFmpeg has them, without a copy. Used by one thread. */
final class PictureFrame implements AutoCloseable {

    private final AVFrame frame = av_frame_alloc();
    /** Keeps the memory reachable while FFmpeg has its address. */
    private final List<BytePointer> planes = new ArrayList<>();

    /** A picture; valid as long as it is, and until the next call. */
    AVFrame of(Picture picture) {
        planes.clear();
        frame.format(AV_PIX_FMT_YUV420P).width(picture.width()).height(picture.height()).color_range(AVCOL_RANGE_MPEG);
        point(0, picture.luma(), picture.lumaStride());
        point(1, picture.blueChroma(), picture.chromaStride());
        point(2, picture.redChroma(), picture.chromaStride());
        return frame;
    }

    private void point(int plane, ByteBuffer memory, int stride) {
        BytePointer pointer = new BytePointer(memory);
        planes.add(pointer);
        frame.data(plane, pointer).linesize(plane, stride);
    }

    @Override
    public void close() {
        av_frame_free(frame);
        planes.clear();
    }
}
