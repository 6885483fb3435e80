package io.sluice.picture.decode;

import static org.bytedeco.ffmpeg.global.avutil.AVCHROMA_LOC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sluice.api.analysis.Picture;
import io.sluice.api.frame.Region;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Lends parts of decoded frames to operators, without a copy where the frame is 4:2:0 of limited range, as nearly all are.
 * Owns what it converts; used by one thread at a time.
 */
public final class PictureLoan implements AutoCloseable {

    private final AVFrame converted = av_frame_alloc();
    private final SwsContext scaler = sws_alloc_context();
    private Region covered = Region.ALL;

    public PictureLoan() {
        scaler.flags(SWS_BICUBIC);
    }

    /**
     * A part of a frame; valid until the next call, and as long as the frame. Its edges are even, as chroma demands:
     * {@link #covered()} tells where they came to lie.
     *
     * @throws IllegalStateException when FFmpeg cannot convert it, or it is too small
     */
    public Picture of(AVFrame frame, Region part, long mediaTime) {
        AVFrame planar = plain(frame) ? frame : convert(frame);
        int x = even(part.x() * frame.width(), frame.width() - 2);
        int y = even(part.y() * frame.height(), frame.height() - 2);
        int width = Math.max(2, even((part.x() + part.width()) * frame.width(), frame.width()) - x);
        int height = Math.max(2, even((part.y() + part.height()) * frame.height(), frame.height()) - y);
        if (frame.width() < 2 || frame.height() < 2) {
            throw new IllegalStateException("a picture of " + frame.width() + "x" + frame.height() + " is too small");
        }
        covered = new Region((double) x / frame.width(), (double) y / frame.height(), (double) width / frame.width(),
                (double) height / frame.height());
        return new Picture(width, height,
                plane(planar, 0, x, y, width, height), planar.linesize(0),
                plane(planar, 1, x / 2, y / 2, width / 2, height / 2),
                plane(planar, 2, x / 2, y / 2, width / 2, height / 2), planar.linesize(1), mediaTime);
    }

    /** Which part of the frame the latest picture shows. */
    public Region covered() {
        return covered;
    }

    @Override
    public void close() {
        av_frame_free(converted);
        sws_free_context(scaler);
    }

    private static boolean plain(AVFrame frame) {
        return frame.format() == AV_PIX_FMT_YUV420P && frame.color_range() != AVCOL_RANGE_JPEG;
    }

    private AVFrame convert(AVFrame frame) {
        if (converted.width() != frame.width() || converted.height() != frame.height()) {
            av_frame_unref(converted);
        }
        converted.format(AV_PIX_FMT_YUV420P);
        converted.width(frame.width());
        converted.height(frame.height());
        converted.color_range(AVCOL_RANGE_MPEG);
        converted.colorspace(frame.colorspace());
        frame.chroma_location(AVCHROMA_LOC_UNSPECIFIED);
        int error = sws_scale_frame(scaler, converted, frame);
        if (error < 0) {
            throw new IllegalStateException("FFmpeg cannot convert pixel format " + frame.format() + ": error " + error);
        }
        return converted;
    }

    private static ByteBuffer plane(AVFrame frame, int index, int x, int y, int width, int height) {
        int stride = frame.linesize(index);
        long offset = (long) y * stride + x;
        long length = (long) (height - 1) * stride + width;
        // The buffer would keep the position, and absolute places in it count from the plane's beginning.
        return frame.data(index).position(offset).limit(offset + length).asByteBuffer().slice();
    }

    private static int even(double value, int most) {
        return Math.max(0, Math.min((int) Math.round(value), most)) & ~1;
    }
}
