package io.sluice.demo.line.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.sluice.demo.scene.YuvPicture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/**
 * Encodes pictures as H.264 by OpenH264, a key frame every second and on demand, no picture ahead of its time. Every
 * picture has the same quantiser, OpenH264's own 26: a belt that moves steadily needs few bits (0.6 Mb/s), and
 * controlling their rate would take as much time as all the rest. Owns native memory: used and closed by one thread.
 */
final class Encoder implements AutoCloseable {

    private static final String LIBRARY = "libopenh264";

    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;

    /** @throws IllegalStateException when the library lacks the encoder or refuses the settings */
    Encoder(int width, int height, int framesPerSecond) {
        AVCodec codec = avcodec_find_encoder_by_name(LIBRARY);
        if (codec == null) {
            throw new IllegalStateException("FFmpeg has no encoder " + LIBRARY);
        }
        context = avcodec_alloc_context3(codec);
        frame = av_frame_alloc();
        packet = av_packet_alloc();
        try {
            open(codec, width, height, framesPerSecond);
            frame.format(AV_PIX_FMT_YUV420P).width(width).height(height);
            check(av_frame_get_buffer(frame, 0), "no memory for a picture");
        } catch (IllegalStateException refused) {
            close();
            throw refused;
        }
    }

    private void open(AVCodec codec, int width, int height, int framesPerSecond) {
        AVDictionary options = new AVDictionary(null);
        try (AVRational second = new AVRational().num(1).den(framesPerSecond);
                AVRational rate = new AVRational().num(framesPerSecond).den(1)) {
            context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).time_base(second).framerate(rate);
            context.gop_size(framesPerSecond).thread_count(1);
            // Otherwise OpenH264 numbers the parameter sets anew with each key frame.
            context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
            // Said in the stream, or players would take a picture of this size for BT.709.
            context.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_SMPTE170M);
            context.color_primaries(AVCOL_PRI_SMPTE170M).color_trc(AVCOL_TRC_SMPTE170M);
            av_dict_set(options, "rc_mode", "off", 0);
            av_dict_set(options, "profile", "main", 0);
            av_dict_set(options, "coder", "cavlc", 0);
            // A tenth of the time, for what nobody sees at this quantiser.
            av_dict_set(options, "loopfilter", "0", 0);
            check(avcodec_open2(context, codec, options), LIBRARY + " refuses the settings");
        } finally {
            av_dict_free(options);
            options.close();
        }
    }

    /** Sequence and picture parameter set in byte stream format; they never change. */
    ByteBuffer parameterSets() {
        byte[] sets = new byte[context.extradata_size()];
        context.extradata().get(sets);
        return ByteBuffer.wrap(sets).asReadOnlyBuffer();
    }

    /**
     * @param number of the picture, more than that of the picture before; the time of its presentation in frames
     * @param key whether it must be a key frame
     * @return the picture encoded; a copy, owned by the caller
     */
    EncodedPicture encode(YuvPicture picture, long number, boolean key) {
        check(av_frame_make_writable(frame), "no memory for a picture");
        write(0, picture.luma(), picture.width(), picture.height());
        write(1, picture.blue(), picture.width() / 2, picture.height() / 2);
        write(2, picture.red(), picture.width() / 2, picture.height() / 2);
        frame.pts(number);
        frame.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        check(avcodec_send_frame(context, frame), "a picture cannot be encoded");
        check(avcodec_receive_packet(context, packet), "no picture comes out of the encoder");
        try {
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            boolean isKey = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            return new EncodedPicture(ByteBuffer.wrap(data).asReadOnlyBuffer(), number, isKey);
        } finally {
            av_packet_unref(packet);
        }
    }

    private void write(int plane, byte[] samples, int width, int height) {
        BytePointer target = frame.data(plane);
        int line = frame.linesize(plane);
        if (line == width) {
            target.put(samples, 0, samples.length);
            return;
        }
        for (int y = 0; y < height; y++) {
            target.position((long) y * line).put(samples, y * width, width);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }

    private static void check(int result, String what) {
        if (result < 0) {
            byte[] text = new byte[128];
            av_strerror(result, text, text.length);
            throw new IllegalStateException(what + ": " + new String(text, StandardCharsets.UTF_8).trim());
        }
    }
}
