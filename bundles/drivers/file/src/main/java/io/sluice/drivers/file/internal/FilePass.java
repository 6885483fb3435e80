package io.sluice.drivers.file.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.media.codec.BitstreamException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way through an open file, from its first packet to its last. Used by one thread. */
final class FilePass {

    private static final Logger LOG = LoggerFactory.getLogger(FilePass.class);
    /** Containers round durations; what is missing beyond this was cut off. */
    private static final long MISSING_TICKS = AccessUnit.TICKS_PER_SECOND;

    private final MediaFile file;
    private final PictureReader reader;
    private final Timeline timeline;
    private final Outlet outlet;
    private boolean discontinuity;
    private boolean broken;
    private boolean any;
    private long played;

    /**
     * @param discontinuity whether the first unit does not follow the one published last
     * @throws BitstreamException when the file's decoder configuration is broken
     */
    FilePass(MediaFile file, Timeline timeline, Outlet outlet, boolean discontinuity) {
        this.file = file;
        this.reader = new PictureReader(file.codec(), file.extraData());
        this.timeline = timeline;
        this.outlet = outlet;
        this.discontinuity = discontinuity;
        timeline.beginPass();
    }

    /**
     * Plays the next packet when it is due.
     *
     * @return false at the end, or when the outlet was closed
     */
    boolean step() throws InterruptedException {
        Optional<VideoPacket> next = file.next();
        if (next.isEmpty()) {
            return false;
        }
        VideoPacket packet = next.get();
        boolean handedOver = false;
        try {
            Timeline.Stamp stamp =
                    timeline.next(packet.decodeTime(), packet.presentationTime(), packet.duration());
            played += any ? stamp.step() : 0;
            any = true;
            if (outlet.awaitHub()) {
                discontinuity = true;
                timeline.pause();
            }
            outlet.sleep(timeline.nanosUntil(stamp.decodeTime(), System.nanoTime()));
            if (outlet.closed()) {
                return false;
            }
            handedOver = publish(packet, stamp);
            return true;
        } finally {
            if (!handedOver) {
                packet.free();
            }
        }
    }

    /** Whether anything could be read at all. */
    boolean any() {
        return any;
    }

    /** Whether the unit after the last does not follow it. */
    boolean discontinuity() {
        return discontinuity;
    }

    /** At the end: whether part of the file was missing or unreadable. */
    boolean damaged() {
        return broken || file.damaged() || file.declaredTicks().orElse(0L) - played > MISSING_TICKS;
    }

    /** @return whether the packet's memory now belongs to an access unit */
    private boolean publish(VideoPacket packet, Timeline.Stamp stamp) {
        Optional<PictureReader.Picture> picture = read(packet);
        if (picture.isEmpty()) {
            discontinuity = true;
            return false;
        }
        PictureReader.Picture read = picture.get();
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        AccessUnit unit = new AccessUnit(
                read.format(), read.data(), stamp.decodeTime(), stamp.presentationTime(),
                timeline.wallClock(stamp, now), read.keyFrame(), discontinuity,
                read.copied() ? () -> { } : packet::free);
        discontinuity = !outlet.publish(unit);
        return !read.copied();
    }

    private Optional<PictureReader.Picture> read(VideoPacket packet) {
        try {
            if (!packet.corrupt()) {
                return reader.read(packet.data());
            }
        } catch (BitstreamException error) {
            LOG.debug("A packet is damaged", error);
        }
        broken = true;
        return Optional.empty();
    }
}
