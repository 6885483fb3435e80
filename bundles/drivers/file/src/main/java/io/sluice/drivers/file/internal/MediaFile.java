package io.sluice.drivers.file.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** A video file opened by libavformat; gives its video packets undecoded. Used by one thread. */
final class MediaFile implements AutoCloseable {

    private static final int ERROR_BYTES = 128;

    private final Path path;
    private final AVFormatContext context;
    private AVStream stream;
    private Codec codec;
    private boolean damaged;

    private MediaFile(Path path, AVFormatContext context) {
        this.path = path;
        this.context = context;
    }

    static MediaFile open(Path path) throws FileFault {
        checkFile(path);
        MediaFile file = new MediaFile(path, openInput(path));
        try {
            file.chooseStream();
            return file;
        } catch (FileFault | RuntimeException error) {
            file.close();
            throw error;
        }
    }

    Codec codec() {
        return codec;
    }

    /** The decoder's configuration as the container has it; empty when it has none. Valid until closed. */
    ByteBuffer extraData() {
        BytePointer data = stream.codecpar().extradata();
        int size = stream.codecpar().extradata_size();
        return data == null || size <= 0 ? ByteBuffer.allocate(0) : data.capacity(size).asByteBuffer();
    }

    /** How long the container says the video is, in 1/90 000 s; empty when it does not. */
    Optional<Long> declaredTicks() {
        long duration = stream.duration();
        return duration == AV_NOPTS_VALUE || duration <= 0 ? Optional.empty() : Optional.of(ticks(duration));
    }

    /** Whether reading ended at an error instead of the end. */
    boolean damaged() {
        return damaged;
    }

    /** The next video packet, which the caller frees; empty at the end, or where nothing more can be read. */
    Optional<VideoPacket> next() {
        while (true) {
            AVPacket packet = av_packet_alloc();
            int result = av_read_frame(context, packet);
            if (result < 0) {
                avcodec.av_packet_free(packet);
                damaged |= result != AVERROR_EOF;
                return Optional.empty();
            }
            if (packet.stream_index() == stream.index() && packet.size() > 0) {
                return Optional.of(new VideoPacket(
                        packet, time(packet.dts()), time(packet.pts()), ticks(packet.duration())));
            }
            avcodec.av_packet_free(packet);
        }
    }

    @Override
    public void close() {
        avformat_close_input(context);
    }

    private static void checkFile(Path path) throws FileFault {
        if (!Files.exists(path)) {
            throw FileFault.missing(path);
        }
        // A pipe or device would hold the thread for ever.
        if (!Files.isRegularFile(path)) {
            throw FileFault.unreadable(path, "it is not a regular file");
        }
        if (!Files.isReadable(path)) {
            throw FileFault.unreadable(path, "permission is denied");
        }
    }

    private static AVFormatContext openInput(Path path) throws FileFault {
        AVFormatContext context = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        try (BytePointer url = new BytePointer(("file:" + path + "\0").getBytes(StandardCharsets.UTF_8))) {
            // A playlist must not make the gateway fetch things from elsewhere.
            av_dict_set(options, "protocol_whitelist", "file", 0);
            int result = avformat_open_input(context, url, null, options);
            if (result < 0) {
                throw FileFault.unsupported(path, "it is no video file, or its beginning or index is damaged ("
                        + message(result) + ")");
            }
            return context;
        } finally {
            av_dict_free(options);
        }
    }

    private void chooseStream() throws FileFault {
        if (best() < 0 || context.streams(best()).codecpar().extradata_size() == 0) {
            // Only streams without a header of their own need this: it reads and decodes ahead.
            avformat_find_stream_info(context, (PointerPointer<?>) null);
        }
        int best = best();
        if (best < 0) {
            throw FileFault.unsupported(path, "it has no video");
        }
        stream = context.streams(best);
        int id = stream.codecpar().codec_id();
        if (id != AV_CODEC_ID_H264 && id != AV_CODEC_ID_HEVC) {
            throw FileFault.unsupported(
                    path, "its codec is " + avcodec_get_name(id).getString() + ", not H.264 or H.265");
        }
        codec = id == AV_CODEC_ID_H264 ? Codec.H264 : Codec.H265;
        for (int i = 0; i < context.nb_streams(); i++) {
            if (i != best) {
                context.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
    }

    private int best() {
        return av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    }

    private Optional<Long> time(long streamTime) {
        return streamTime == AV_NOPTS_VALUE ? Optional.empty() : Optional.of(ticks(streamTime));
    }

    private long ticks(long streamTime) {
        AVRational base = stream.time_base();
        return Math.round((double) streamTime * base.num() * AccessUnit.TICKS_PER_SECOND / base.den());
    }

    private static String message(int error) {
        try (BytePointer text = new BytePointer(ERROR_BYTES)) {
            av_strerror(error, text, ERROR_BYTES);
            return text.getString();
        }
    }
}
