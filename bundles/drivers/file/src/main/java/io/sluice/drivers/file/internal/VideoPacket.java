package io.sluice.drivers.file.internal;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * One packet in libavformat's memory, freed once by whoever is the last to need it, on any thread. Times are in
 * 1/90 000 s.
 */
final class VideoPacket {

    private final AVPacket packet;
    private final ByteBuffer data;
    private final Optional<Long> decodeTime;
    private final Optional<Long> presentationTime;
    private final long duration;
    private final AtomicBoolean freed = new AtomicBoolean();

    VideoPacket(AVPacket packet, Optional<Long> decodeTime, Optional<Long> presentationTime, long duration) {
        this.packet = packet;
        this.data = packet.data().capacity(packet.size()).asByteBuffer();
        this.decodeTime = decodeTime;
        this.presentationTime = presentationTime;
        this.duration = duration;
    }

    /** Valid until freed. */
    ByteBuffer data() {
        return data.duplicate();
    }

    Optional<Long> decodeTime() {
        return decodeTime;
    }

    Optional<Long> presentationTime() {
        return presentationTime;
    }

    /** 0 when not known. */
    long duration() {
        return duration;
    }

    boolean corrupt() {
        return (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    }

    void free() {
        if (freed.compareAndSet(false, true)) {
            avcodec.av_packet_free(packet);
        }
    }
}
