package io.sluice.picture.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** A picture file as a camera's decoder would give it: planar YUV 4:2:0. Frees its memory when closed. */
public final class StillPicture implements AutoCloseable {

    private static final long MOST_PIXELS = 1L << 26;

    static {
        // Its warnings would stand among the answers.
        av_log_set_level(AV_LOG_ERROR);
    }

    private final AVFrame frame;

    private StillPicture(AVFrame frame) {
        this.frame = frame;
    }

    /** As {@link #of}, of a file. */
    public static StillPicture read(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.readAllBytes(file));
    }

    /**
     * @param name of the file, for messages; {@code .png} for PNG, all else is taken as JPEG
     * @throws RejectedException {@code model.test.picture} when it cannot be decoded without an error
     */
    public static StillPicture of(String name, byte[] content) {
        boolean png = name.toLowerCase(Locale.ROOT).endsWith(".png");
        AVFrame decoded = decode(avcodec_find_decoder(png ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG), content, name);
        try {
            return new StillPicture(planar(decoded, name));
        } finally {
            av_frame_free(decoded);
        }
    }

    /** Valid until this is closed. */
    public AVFrame frame() {
        return frame;
    }

    private static AVFrame decode(AVCodec decoder, byte[] bytes, String name) {
        AVCodecContext context = avcodec_alloc_context3(decoder);
        AVPacket packet = av_packet_alloc();
        AVFrame decoded = av_frame_alloc();
        try {
            context.max_pixels(MOST_PIXELS);
            // Else what is missing of a damaged picture would be made up, and judged as if it were the picture.
            context.err_recognition(AV_EF_EXPLODE);
            check(avcodec_open2(context, decoder, (AVDictionary) null), name);
            check(av_new_packet(packet, bytes.length), name);
            packet.data().put(bytes);
            check(avcodec_send_packet(context, packet), name);
            check(avcodec_send_packet(context, null), name);
            check(avcodec_receive_frame(context, decoded), name);
            check(decoded.decode_error_flags() == 0 ? 0 : AVERROR_INVALIDDATA(), name);
            return decoded;
        } catch (RuntimeException | Error error) {
            av_frame_free(decoded);
            throw error;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private static AVFrame planar(AVFrame decoded, String name) {
        AVFrame frame = av_frame_alloc();
        SwsContext scaler = sws_alloc_context();
        try {
            frame.format(AV_PIX_FMT_YUV420P);
            // Operators and decoders have even sides only.
            frame.width(Math.max(2, decoded.width() & ~1));
            frame.height(Math.max(2, decoded.height() & ~1));
            scaler.flags(SWS_BICUBIC);
            check(sws_scale_frame(scaler, frame, decoded), name);
            return frame;
        } catch (RuntimeException | Error error) {
            av_frame_free(frame);
            throw error;
        } finally {
            sws_free_context(scaler);
        }
    }

    private static void check(int result, String name) {
        if (result < 0) {
            throw new RejectedException("model.test.picture",
                    "The picture " + name + " cannot be decoded: FFmpeg's error " + result + ".",
                    "Give a whole PNG or JPEG file.", null);
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
