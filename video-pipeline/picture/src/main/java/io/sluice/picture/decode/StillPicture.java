package io.sluice.picture.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
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

    /** @throws RejectedException {@code vector.picture} when it is none */
    public static StillPicture read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int codec = file.toString().endsWith(".png") ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG;
        AVFrame decoded = decode(avcodec_find_decoder(codec), bytes, file);
        try {
            return new StillPicture(planar(decoded, file));
        } finally {
            av_frame_free(decoded);
        }
    }

    public AVFrame frame() {
        return frame;
    }

    private static AVFrame decode(AVCodec decoder, byte[] bytes, Path file) {
        AVCodecContext context = avcodec_alloc_context3(decoder);
        AVPacket packet = av_packet_alloc();
        AVFrame decoded = av_frame_alloc();
        try {
            context.max_pixels(MOST_PIXELS);
            check(avcodec_open2(context, decoder, (AVDictionary) null), file);
            check(av_new_packet(packet, bytes.length), file);
            packet.data().put(bytes);
            check(avcodec_send_packet(context, packet), file);
            check(avcodec_send_packet(context, null), file);
            check(avcodec_receive_frame(context, decoded), file);
            return decoded;
        } catch (RuntimeException | Error error) {
            av_frame_free(decoded);
            throw error;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private static AVFrame planar(AVFrame decoded, Path file) {
        AVFrame frame = av_frame_alloc();
        SwsContext scaler = sws_alloc_context();
        try {
            frame.format(AV_PIX_FMT_YUV420P);
            // Operators and decoders have even sides only.
            frame.width(Math.max(2, decoded.width() & ~1));
            frame.height(Math.max(2, decoded.height() & ~1));
            scaler.flags(SWS_BICUBIC);
            check(sws_scale_frame(scaler, frame, decoded), file);
            return frame;
        } catch (RuntimeException | Error error) {
            av_frame_free(frame);
            throw error;
        } finally {
            sws_free_context(scaler);
        }
    }

    private static void check(int result, Path file) {
        if (result < 0) {
            throw new RejectedException("vector.picture", "The picture " + file.getFileName() + " cannot be decoded.",
                    "Give a PNG or JPEG file.", null);
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
