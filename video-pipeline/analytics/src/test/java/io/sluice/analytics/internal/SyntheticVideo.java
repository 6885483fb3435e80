package io.sluice.analytics.internal;

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
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Encodes drawn pictures as H.264, so that tests need no files. */
final class SyntheticVideo {

    /** Draws a picture: luma of one pixel, 16 to 235. */
    interface Luma {
        int at(int picture, int x, int y);
    }

    private SyntheticVideo() {}

    /** Pictures of one grey each, so that what was decoded tells which picture it is. */
    static List<AccessUnit> greys(int width, int height, int pictures, int framesPerSecond, int group) {
        return encode(width, height, pictures, framesPerSecond, group, (picture, x, y) -> grey(picture));
    }

    /** The same pictures as raw YUV 4:2:0. */
    static Path writeGreys(Path file, int width, int height, int pictures) throws IOException {
        int size = width * height;
        byte[] bytes = new byte[pictures * size * 3 / 2];
        Arrays.fill(bytes, (byte) 128);
        for (int picture = 0; picture < pictures; picture++) {
            int start = picture * size * 3 / 2;
            Arrays.fill(bytes, start, start + size, (byte) grey(picture));
        }
        return Files.write(file, bytes);
    }

    static int grey(int picture) {
        return 32 + picture * 7 % 192;
    }

    static List<AccessUnit> encode(int width, int height, int pictures, int framesPerSecond, int group, Luma luma) {
        AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVRational second = new AVRational().num(1).den(framesPerSecond);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).time_base(second).gop_size(group);
        context.bit_rate(4_000_000);
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new IllegalStateException("openh264 cannot encode " + width + "x" + height);
        }
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(width);
        frame.height(height);
        av_frame_get_buffer(frame, 0);
        AVPacket packet = av_packet_alloc();
        List<AccessUnit> units = new ArrayList<>();
        StreamFormat[] format = new StreamFormat[1];
        for (int picture = 0; picture <= pictures; picture++) {
            if (picture < pictures) {
                draw(frame, picture, luma);
            }
            avcodec_send_frame(context, picture < pictures ? frame : null);
            while (avcodec_receive_packet(context, packet) >= 0) {
                units.add(unit(packet, width, height, framesPerSecond, format));
                av_packet_unref(packet);
            }
        }
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
        second.close();
        return units;
    }

    private static AccessUnit unit(AVPacket packet, int width, int height, int rate, StreamFormat[] format) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        List<ByteBuffer> nals = Units.split(bytes);
        List<ByteBuffer> sets = Units.parameterSets(nals);
        if (!sets.isEmpty()) {
            format[0] = Units.h264(width, height, sets);
        }
        long time = packet.pts() * AccessUnit.TICKS_PER_SECOND / rate;
        return Units.unit(format[0], Units.payload(nals), time, time, (packet.flags() & AV_PKT_FLAG_KEY) != 0);
    }

    private static void draw(AVFrame frame, int picture, Luma luma) {
        av_frame_make_writable(frame);
        frame.pts(picture);
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            int width = frame.width() >> shift;
            int height = frame.height() >> shift;
            byte[] row = new byte[width];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    row[x] = (byte) (plane == 0 ? luma.at(picture, x, y) : 128);
                }
                BytePointer target = frame.data(plane);
                target.position((long) y * frame.linesize(plane)).put(row, 0, width);
            }
        }
    }
}
