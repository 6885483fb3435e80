package io.sluice.analytics.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Reads the H.264 access units of an MP4 file whose first track is video, as a driver would publish them. */
public final class VideoFile {

    private VideoFile() {}

    /** @param most units read at most */
    public static List<AccessUnit> units(Path file, int most) {
        AVFormatContext input = new AVFormatContext(null);
        if (avformat_open_input(input, file.toString(), null, (AVDictionary) null) < 0) {
            throw new IllegalStateException(file + " cannot be read");
        }
        AVStream stream = input.streams(0);
        StreamFormat format = format(stream.codecpar());
        AVPacket packet = av_packet_alloc();
        List<AccessUnit> units = new ArrayList<>();
        long ticks = (long) AccessUnit.TICKS_PER_SECOND * stream.time_base().num();
        int scale = stream.time_base().den();
        while (units.size() < most && av_read_frame(input, packet) >= 0) {
            if (packet.stream_index() == 0) {
                long time = packet.pts() * ticks / scale;
                units.add(Units.unit(format, data(packet), packet.dts() * ticks / scale, time,
                        (packet.flags() & AV_PKT_FLAG_KEY) != 0));
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        avformat_close_input(input);
        return units;
    }

    private static ByteBuffer data(AVPacket packet) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        List<ByteBuffer> nals = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.remaining() > Integer.BYTES) {
            int length = in.getInt();
            nals.add(in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        return Units.payload(nals);
    }

    /** From the avcC box, ISO/IEC 14496-15, 5.3.3.1. */
    private static StreamFormat format(AVCodecParameters parameters) {
        byte[] bytes = new byte[parameters.extradata_size()];
        parameters.extradata().get(bytes);
        ByteBuffer box = ByteBuffer.wrap(bytes).position(5);
        List<ByteBuffer> sets = new ArrayList<>();
        for (int kind = 0; kind < 2; kind++) {
            int count = box.get() & 31;
            for (int index = 0; index < count; index++) {
                int length = box.getShort() & 0xFFFF;
                sets.add(box.slice(box.position(), length));
                box.position(box.position() + length);
            }
        }
        return Units.h264(parameters.width(), parameters.height(), sets);
    }
}
