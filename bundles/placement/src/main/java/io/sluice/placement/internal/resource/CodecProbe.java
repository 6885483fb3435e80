package io.sluice.placement.internal.resource;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Measures decoding and encoding as this gateway does it: FFmpeg, one thread a stream. What counts is the thread's processor
 * time, times the cores there are: the time that passes would tell how busy the machine was at its first start.
 */
final class CodecProbe {

    private static final String H265_CLIP = "/clips/h265-1080p.h265";
    /** Enough pictures to be past what a codec does once, and below a second or two. */
    private static final int LEAST_PICTURES = 60;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier cpuNanos;
    private final int cores;

    /** @param cpuNanos processor time of the calling thread so far */
    CodecProbe(LongSupplier cpuNanos, int cores) {
        this.cpuNanos = cpuNanos;
        this.cores = cores;
    }

    /**
     * Takes a few seconds of the calling thread, unless that is interrupted.
     *
     * @throws CancellationException when it was
     * @throws IllegalStateException when FFmpeg refuses
     * @throws IOException when the clip within this bundle cannot be read
     */
    List<Ability> measure() throws IOException {
        try (ClipMaker maker = new ClipMaker(cpuNanos)) {
            Clip h264 = maker.make(LEAST_PICTURES);
            double encoding = perSecond(LEAST_PICTURES, maker.encodingNanos());
            return List.of(
                    new Ability("H.264", decoding(h264), OptionalDouble.of(encoding)),
                    new Ability("H.265", decoding(h265()), OptionalDouble.empty()));
        }
    }

    /** Frames a second that all cores decode together. */
    double decoding(Clip clip) {
        // FFmpeg would write to the standard error what it thinks of each packet.
        av_log_set_level(AV_LOG_FATAL);
        AVCodec codec = avcodec_find_decoder(clip.codecId());
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.thread_count(1);
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        try {
            if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
                throw new IllegalStateException("FFmpeg cannot open its decoder " + codec.name().getString());
            }
            long begun = cpuNanos.getAsLong();
            int pictures = 0;
            for (int round = 0; pictures < LEAST_PICTURES && (round < 2 || pictures > 0); round++) {
                for (byte[] data : clip.packets()) {
                    goOn();
                    send(context, packet, data);
                    pictures += received(context, frame);
                }
            }
            avcodec_send_packet(context, null);
            pictures += received(context, frame);
            if (pictures < LEAST_PICTURES) {
                throw new IllegalStateException("FFmpeg decoded " + pictures + " pictures of the clip only");
            }
            return perSecond(pictures, cpuNanos.getAsLong() - begun);
        } finally {
            av_frame_free(frame);
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    /** Called between two pictures. */
    static void goOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    private static void send(AVCodecContext context, AVPacket packet, byte[] data) {
        if (av_new_packet(packet, data.length) < 0) {
            throw new OutOfMemoryError("no native memory for a packet of " + data.length + " bytes");
        }
        packet.data().put(data, 0, data.length);
        avcodec_send_packet(context, packet);
        av_packet_unref(packet);
    }

    private static int received(AVCodecContext context, AVFrame frame) {
        int pictures = 0;
        while (avcodec_receive_frame(context, frame) >= 0) {
            pictures++;
        }
        return pictures;
    }

    private double perSecond(int pictures, long nanos) {
        return pictures * NANOS_PER_SECOND / Math.max(1, nanos) * cores;
    }

    /** FFmpeg as bundled has no encoder for H.265, so this clip came with the bundle. */
    static Clip h265() throws IOException {
        try (InputStream in = CodecProbe.class.getResourceAsStream(H265_CLIP)) {
            if (in == null) {
                throw new IOException(H265_CLIP + " is missing");
            }
            return new Clip(AV_CODEC_ID_HEVC, split(AV_CODEC_ID_HEVC, in.readAllBytes()));
        }
    }

    static int h264CodecId() {
        return AV_CODEC_ID_H264;
    }

    /** Divides a byte stream into access units. */
    private static List<byte[]> split(int codecId, byte[] stream) {
        AVCodecContext context = avcodec_alloc_context3(avcodec_find_decoder(codecId));
        AVCodecParserContext parser = av_parser_init(codecId);
        List<byte[]> units = new ArrayList<>();
        try (BytePointer input = new BytePointer(stream.length + 64L).zero();
                BytePointer output = new BytePointer();
                IntPointer size = new IntPointer(1)) {
            input.put(stream, 0, stream.length);
            int at = 0;
            while (at <= stream.length) {
                BytePointer rest = input.getPointer(at);
                int used = av_parser_parse2(parser, context, output, size, rest, stream.length - at,
                        AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
                if (size.get() > 0) {
                    byte[] unit = new byte[size.get()];
                    output.get(unit);
                    units.add(unit);
                } else if (used == 0) {
                    break;
                }
                at += used;
            }
            return units;
        } finally {
            av_parser_close(parser);
            avcodec_free_context(context);
        }
    }
}
