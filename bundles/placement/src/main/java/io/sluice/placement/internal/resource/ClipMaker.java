package io.sluice.placement.internal.resource;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Encodes a textured scene that moves, 1920x1080 at 4 Mb/s, as H.264. Used once, by one thread. */
final class ClipMaker implements AutoCloseable {

    private static final int WIDTH = 1920;
    private static final int HEIGHT = 1080;
    private static final int FRAMES_PER_SECOND = 25;
    private static final int BIT_RATE = 4_000_000;
    /** Pixels from picture to picture, as of a car at some distance. */
    private static final int SPEED = 6;
    /** Different rows of grain: a sensor's noise never repeats, and a decoder would skip what does. */
    private static final int GRAINS = 61;

    private final LongSupplier cpuNanos;
    private final AVCodecContext context;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final byte[][] rows = new byte[GRAINS][];
    private long encodingNanos;

    /** @param cpuNanos processor time of the calling thread so far */
    ClipMaker(LongSupplier cpuNanos) {
        this.cpuNanos = cpuNanos;
        av_log_set_level(AV_LOG_FATAL);
        AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        context = avcodec_alloc_context3(codec);
        try (AVRational second = new AVRational().num(1).den(FRAMES_PER_SECOND)) {
            context.width(WIDTH).height(HEIGHT).pix_fmt(AV_PIX_FMT_YUV420P).time_base(second);
            context.gop_size(FRAMES_PER_SECOND);
            context.bit_rate(BIT_RATE);
            context.thread_count(1);
        }
        if (codec == null || avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            close();
            throw new IllegalStateException("FFmpeg cannot encode H.264");
        }
        for (int grain = 0; grain < GRAINS; grain++) {
            rows[grain] = texture(grain);
        }
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(WIDTH);
        frame.height(HEIGHT);
        av_frame_get_buffer(frame, 0);
    }

    Clip make(int pictures) {
        List<byte[]> packets = new ArrayList<>();
        for (int picture = 0; picture <= pictures; picture++) {
            CodecProbe.goOn();
            if (picture < pictures) {
                draw(picture);
            }
            long begun = cpuNanos.getAsLong();
            avcodec_send_frame(context, picture < pictures ? frame : null);
            while (avcodec_receive_packet(context, packet) >= 0) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                packets.add(bytes);
                av_packet_unref(packet);
            }
            encodingNanos += cpuNanos.getAsLong() - begun;
        }
        return new Clip(CodecProbe.h264CodecId(), packets);
    }

    /** Processor time that encoding took so far, drawing left out. */
    long encodingNanos() {
        return encodingNanos;
    }

    private void draw(int picture) {
        av_frame_make_writable(frame);
        frame.pts(picture);
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            for (int y = 0; y < HEIGHT >> shift; y++) {
                BytePointer target = frame.data(plane).getPointer((long) y * frame.linesize(plane));
                int start = plane == 0 ? y * 37 % WIDTH + picture * SPEED : picture;
                byte[] row = rows[plane == 0 ? (y * 7 + picture * 13) % GRAINS : 0];
                target.put(row, start % WIDTH, WIDTH >> shift);
            }
        }
    }

    /** Soft grey waves with some grain, twice as wide as the picture. */
    private static byte[] texture(int seed) {
        byte[] texture = new byte[2 * WIDTH];
        int grain = 1 + seed;
        for (int x = 0; x < texture.length; x++) {
            grain = grain * 1_103_515_245 + 12_345;
            texture[x] = (byte) (128 + 70 * Math.sin(x % WIDTH * Math.PI * 2 / 240) + (grain >>> 28));
        }
        return texture;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
