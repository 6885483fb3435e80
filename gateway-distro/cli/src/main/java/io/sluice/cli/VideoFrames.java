package io.sluice.cli;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.sluice.api.error.RejectedException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** Pictures of a recording. Used by one thread; close it. */
final class VideoFrames implements AutoCloseable {

    private final Path file;
    private final AVFormatContext format = avformat_alloc_context();
    private final AVPacket packet = av_packet_alloc();
    private final int stream;

    /** @throws RejectedException {@code frames.video} when it is none */
    VideoFrames(Path file) {
        av_log_set_level(AV_LOG_FATAL);
        this.file = file;
        try {
            check(avformat_open_input(format, file.toString(), (AVInputFormat) null, (AVDictionary) null));
            check(avformat_find_stream_info(format, (PointerPointer<?>) null));
            stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
            check(stream);
        } catch (RejectedException none) {
            close();
            throw none;
        }
    }

    /** How many pictures there are; goes through the file, which is read from its beginning only once. */
    int count() {
        int pictures = 0;
        while (av_read_frame(format, packet) >= 0) {
            pictures += packet.stream_index() == stream ? 1 : 0;
            av_packet_unref(packet);
        }
        return pictures;
    }

    /** Decodes every picture, one after another; each is gone when the next comes. */
    void forEach(Consumer<AVFrame> visitor) {
        AVCodec decoder = avcodec_find_decoder(format.streams(stream).codecpar().codec_id());
        check(decoder == null ? -1 : 0);
        AVCodecContext context = avcodec_alloc_context3(decoder);
        AVFrame frame = av_frame_alloc();
        try {
            check(avcodec_parameters_to_context(context, format.streams(stream).codecpar()));
            check(avcodec_open2(context, decoder, (AVDictionary) null));
            while (av_read_frame(format, packet) >= 0) {
                if (packet.stream_index() == stream) {
                    avcodec_send_packet(context, packet);
                    receive(context, frame, visitor);
                }
                av_packet_unref(packet);
            }
            avcodec_send_packet(context, null);
            receive(context, frame, visitor);
        } finally {
            av_frame_free(frame);
            avcodec_free_context(context);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avformat_close_input(format);
    }

    private static void receive(AVCodecContext context, AVFrame frame, Consumer<AVFrame> visitor) {
        while (avcodec_receive_frame(context, frame) >= 0) {
            visitor.accept(frame);
        }
    }

    private void check(int result) {
        if (result < 0) {
            throw new RejectedException("frames.video", "The recording " + file.getFileName() + " cannot be decoded.",
                    "Give an MP4 file with H.264 or H.265.", null);
        }
    }
}
