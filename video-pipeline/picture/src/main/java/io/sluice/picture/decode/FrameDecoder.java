package io.sluice.picture.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decodes the access units of one format on the calling thread. After each {@link #send} call {@link #next} until it
 * answers false. Owns its native memory; used and closed by one thread.
 */
public final class FrameDecoder implements AutoCloseable {

    private final boolean h264;
    private final PictureStamps stamps = new PictureStamps();
    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame frame;
    private long key;
    private long errors;

    /** @throws IllegalStateException when this FFmpeg cannot decode the format */
    public FrameDecoder(StreamFormat format) {
        // FFmpeg would write a line to the standard error for every damaged slice; errors are counted here instead.
        av_log_set_level(AV_LOG_FATAL);
        h264 = format.codec() == Codec.H264;
        AVCodec codec = avcodec_find_decoder(h264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC);
        if (codec == null) {
            throw new IllegalStateException("this FFmpeg has no decoder for " + format.codec());
        }
        packet = av_packet_alloc();
        frame = av_frame_alloc();
        context = avcodec_alloc_context3(codec);
        byte[] sets = AnnexB.parameterSets(format.parameterSets());
        BytePointer extradata = new BytePointer(av_mallocz(sets.length + AV_INPUT_BUFFER_PADDING_SIZE));
        extradata.put(sets, 0, sets.length);
        context.extradata(extradata).extradata_size(sets.length);
        // One thread per stream: no frames of delay, and many streams share the cores better than one stream all of
        // them.
        context.thread_count(1);
        int error = avcodec_open2(context, codec, (AVDictionary) null);
        if (error < 0) {
            close();
            throw new IllegalStateException(
                    "FFmpeg cannot open its decoder for " + format.codecString() + ": error " + error);
        }
    }

    /**
     * Gives a unit to the decoder; reads it before returning, so the caller may release it.
     *
     * @param wanted whether its picture will be looked at; the decoder may leave out one that is neither wanted nor
     *     referred to by others
     */
    public void send(AccessUnit unit, boolean wanted) {
        ByteBuffer data = unit.data();
        int size = data.remaining();
        if (av_new_packet(packet, size) < 0) {
            throw new OutOfMemoryError("no native memory for a packet of " + size + " bytes");
        }
        ByteBuffer copy = packet.data().capacity(size).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        copy.put(data).flip();
        if (!AnnexB.fromLengthPrefixed(copy)) {
            errors++;
            av_packet_unref(packet);
            return;
        }
        // Presentation times of a camera may repeat after it reconnects; a running number never does.
        packet.pts(stamps.put(unit.sequence(), unit.presentationTime(), unit.wallClockMicros(), wanted));
        packet.flags(unit.keyFrame() ? AV_PKT_FLAG_KEY : 0);
        // In H.265 a picture may be marked as no reference and still be one for higher temporal layers (H.265 3.159).
        context.skip_frame(h264 && !wanted ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
        if (avcodec_send_packet(context, packet) < 0) {
            errors++;
        }
        av_packet_unref(packet);
    }

    /** Ends the stream: {@link #next} then answers what the decoder still held back. Nothing can be sent after. */
    public void drain() {
        avcodec_send_packet(context, null);
    }

    /** Goes to the next picture in order of presentation. @return false when there is none at the moment */
    public boolean next() {
        while (avcodec_receive_frame(context, frame) >= 0) {
            if (frame.decode_error_flags() != 0) {
                errors++;
            }
            if (stamps.knows(frame.pts())) {
                key = frame.pts();
                return true;
            }
        }
        return false;
    }

    /** The present picture; may be cropped, is overwritten by {@link #next}. */
    public AVFrame frame() {
        return frame;
    }

    /** Of the access unit of the present picture. */
    public long sequence() {
        return stamps.sequence(key);
    }

    /** Presentation time of the present picture in 1/90 000 s. */
    public long mediaTime() {
        return stamps.mediaTime(key);
    }

    /** When the present picture was taken, microseconds since 1970 UTC. */
    public long wallClockMicros() {
        return stamps.wallClockMicros(key);
    }

    /** Whether the present picture was sent as wanted. */
    public boolean wanted() {
        return stamps.wanted(key);
    }

    /** Units and pictures found damaged so far. */
    public long errors() {
        return errors;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
