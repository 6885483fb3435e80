package io.sluice.runner.transcode.internal;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/** One clip, an MP4 file in memory that begins with a key frame. Owns its native memory; used by one thread. */
final class ClipWriter implements AutoCloseable {

    private static final int MICROS_PER_TICK = 1_000_000 / Encoders.TICKS;

    private final AVCodecContext encoder;
    private final long startMicros;
    private final AVFormatContext file = new AVFormatContext(null);
    private final AVIOContext memory = new AVIOContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame scaled = av_frame_alloc();
    private final SwsContext scaler = sws_alloc_context();
    private final AVStream stream;
    private long lastTick = -1;
    private long step = Encoders.TICKS / 25;
    private long lastMicros;
    private int pictures;
    private boolean closed;

    /**
     * @param encoder belongs to the clip from now on
     * @param startMicros when its first picture was taken, since 1970
     * @throws IllegalStateException when FFmpeg cannot
     */
    ClipWriter(AVCodecContext encoder, long startMicros) {
        this.encoder = encoder;
        this.startMicros = startMicros;
        scaler.flags(SWS_BICUBIC);
        check(avformat_alloc_output_context2(file, null, "mp4", (String) null), "make a file");
        stream = avformat_new_stream(file, null);
        check(avcodec_parameters_from_context(stream.codecpar(), encoder), "describe its stream");
        stream.time_base().num(1).den(Encoders.TICKS);
        check(avio_open_dyn_buf(memory), "make a file in memory");
        file.pb(memory);
        check(avformat_write_header(file, (AVDictionary) null), "begin the file");
    }

    long startMicros() {
        return startMicros;
    }

    /** Adds a picture, of any size. One that is not later than the one before is left out. */
    void add(AVFrame picture, long micros) {
        long tick = (micros - startMicros) / MICROS_PER_TICK;
        if (tick <= lastTick) {
            return;
        }
        step = lastTick < 0 ? step : tick - lastTick;
        lastTick = tick;
        lastMicros = micros;
        av_frame_unref(scaled);
        scaled.format(AV_PIX_FMT_YUV420P).width(encoder.width()).height(encoder.height());
        check(sws_scale_frame(scaler, scaled, picture), "scale a picture");
        // Or the encoder would make key frames wherever the source had some.
        scaled.pict_type(AV_PICTURE_TYPE_NONE);
        scaled.pts(tick);
        check(avcodec_send_frame(encoder, scaled), "encode a picture");
        pictures++;
        write();
    }

    /** Ends the clip. @return the file */
    byte[] finish() {
        check(avcodec_send_frame(encoder, null), "end the pictures");
        write();
        check(av_write_trailer(file), "end the file");
        return bytes();
    }

    /** The clip as a result. */
    TaskResultBody.Data result(byte[] whole, Format format) {
        JsonObject info = JsonObject.builder()
                .put("FileFormat", "Mp4")
                .put("Codec", format.name())
                .put("Width", encoder.width())
                .put("Height", encoder.height())
                .put("Pictures", pictures)
                .put("FirstMicros", startMicros)
                .put("LastMicros", lastMicros)
                .build();
        return new TaskResultBody.Data(Optional.empty(), Optional.of(new TaskResultBody.VideoResult(
                Optional.of(BinaryPart.owning(whole)), Optional.of(info), Optional.empty())), Optional.empty());
    }

    private void write() {
        while (avcodec_receive_packet(encoder, packet) >= 0) {
            packet.stream_index(0);
            // Else the last picture lasts no time, and players leave it out.
            packet.duration(step);
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            check(av_interleaved_write_frame(file, packet), "write a picture");
        }
    }

    private byte[] bytes() {
        BytePointer data = new BytePointer((BytePointer) null);
        int size = avio_close_dyn_buf(memory, data);
        file.pb(null);
        byte[] whole = new byte[size];
        data.capacity(size).get(whole);
        av_free(data);
        return whole;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (file.pb() != null && !file.pb().isNull()) {
                bytes();
            }
            avformat_free_context(file);
            avcodec_free_context(encoder);
            av_packet_free(packet);
            av_frame_free(scaled);
            sws_free_context(scaler);
        }
    }

    private static void check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg cannot " + what + ": error " + result);
        }
    }
}
