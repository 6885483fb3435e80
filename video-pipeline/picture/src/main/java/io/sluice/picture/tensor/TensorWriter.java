package io.sluice.picture.tensor;

import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRPF32LE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Writes pictures straight into a model's input: the scaler's planar float output is pointed at the tensor's own
 * planes, so cropping, scaling, colour conversion and layout are one pass over the picture. Owns its scaler, not the
 * tensor. Used and closed by one thread.
 */
public final class TensorWriter implements AutoCloseable {

    /** Order of the planes of {@code GBRPF32} in a frame. */
    private static final int GREEN = 0;
    private static final int BLUE = 1;
    private static final int RED = 2;

    private final InputSpec input;
    private final FloatBuffer tensor;
    private final BytePointer memory;
    private final Normalisation normalisation;
    private final SwsContext scaler = sws_alloc_context();
    private final AVFrame target = av_frame_alloc();
    private final AVFrame part = av_frame_alloc();
    private Region region = Region.ALL;
    private Placement placement;
    private Border border;
    private int width;
    private int height;

    /** @param tensor float32 [1, 3, height, width] in direct memory, which must outlive the writer */
    public TensorWriter(InputSpec input, ByteBuffer tensor) {
        this.input = input;
        this.tensor = tensor.asFloatBuffer();
        memory = new BytePointer(tensor);
        normalisation = new Normalisation(input);
        scaler.flags(SWS_BICUBIC);
        target.format(AV_PIX_FMT_GBRPF32LE);
    }

    /** Looks at this part of the pictures from now on. */
    public void region(Region part) {
        if (!part.equals(region)) {
            region = part;
            placement = null;
        }
    }

    /**
     * Writes a picture, or the region of it, into the tensor.
     *
     * @return from places in the tensor to places in the picture
     * @throws IllegalStateException when FFmpeg cannot scale it
     */
    public Mapping write(AVFrame frame) {
        if (placement == null || frame.width() != width || frame.height() != height) {
            place(frame.width(), frame.height());
        }
        boolean whole = placement.cropWidth() == width && placement.cropHeight() == height;
        int error = whole ? scale(frame) : scaleCrop(frame);
        if (error < 0) {
            throw new IllegalStateException("FFmpeg cannot scale a picture of " + width + "x" + height
                    + " in pixel format " + frame.format() + ": error " + error);
        }
        if (!normalisation.identity()) {
            normalise();
        }
        border.repair();
        return placement.toPicture();
    }

    @Override
    public void close() {
        sws_free_context(scaler);
        av_frame_free(target);
        av_frame_free(part);
        memory.close();
    }

    private int scale(AVFrame picture) {
        // The command line's scale filter ignores where chroma samples lie; so do the pictures models are trained on.
        picture.chroma_location(AVCHROMA_LOC_UNSPECIFIED);
        return sws_scale_frame(scaler, target, picture);
    }

    /** Crops a reference: others may look at the frame after. */
    private int scaleCrop(AVFrame frame) {
        int error = av_frame_ref(part, frame);
        if (error < 0) {
            return error;
        }
        try {
            part.crop_left(placement.cropX());
            part.crop_top(placement.cropY());
            part.crop_right(width - placement.cropX() - placement.cropWidth());
            part.crop_bottom(height - placement.cropY() - placement.cropHeight());
            error = av_frame_apply_cropping(part, AV_FRAME_CROP_UNALIGNED);
            return error < 0 ? error : scale(part);
        } finally {
            av_frame_unref(part);
        }
    }

    private void place(int pictureWidth, int pictureHeight) {
        width = pictureWidth;
        height = pictureHeight;
        placement = Placement.of(width, height, region, input);
        target.width(placement.innerWidth());
        target.height(placement.innerHeight());
        boolean rgb = input.channels() == InputSpec.Channels.RGB;
        point(rgb ? RED : BLUE, 0);
        point(GREEN, 1);
        point(rgb ? BLUE : RED, 2);
        border = new Border(input, tensor, normalisation, placement);
        if (placement.innerWidth() < input.width() || placement.innerHeight() < input.height()) {
            border.fill();
        }
    }

    private void point(int plane, int position) {
        long offset = position * planeSize() + (long) placement.innerY() * input.width() + placement.innerX();
        target.data(plane, memory.getPointer(BytePointer.class, offset * Float.BYTES));
        target.linesize(plane, input.width() * Float.BYTES);
    }

    private void normalise() {
        boolean whole = placement.innerWidth() == input.width();
        int run = whole ? placement.innerWidth() * placement.innerHeight() : placement.innerWidth();
        int runs = whole ? 1 : placement.innerHeight();
        for (int plane = 0; plane < 3; plane++) {
            int at = (int) planeSize() * plane + placement.innerY() * input.width() + placement.innerX();
            for (int row = 0; row < runs; row++, at += input.width()) {
                normalisation.apply(tensor, plane, at, run);
            }
        }
    }

    private long planeSize() {
        return (long) input.width() * input.height();
    }
}
