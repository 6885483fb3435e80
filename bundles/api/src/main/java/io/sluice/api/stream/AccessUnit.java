package io.sluice.api.stream;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One coded picture with all its NAL units. Immutable once published, shared by all taps without copying, and reference
 * counted: whoever holds a reference may read {@link #data()}, and calls {@link #release()} exactly once per reference
 * held. When the last reference goes, the memory returns to its owner, the driver, through the callback given at creation.
 *
 * <p>Thread-safe. Times are in 1/90 000 s, the RTP clock of video, unwrapped to 64 bits; their zero is arbitrary, but the
 * same for all units of one {@link StreamPublisher}.
 */
public final class AccessUnit {

    /** Ticks in a second of {@link #decodeTime()} and {@link #presentationTime()}. */
    public static final int TICKS_PER_SECOND = 90_000;

    private static final long UNNUMBERED = -1;

    private final StreamFormat format;
    private final ByteBuffer data;
    private final long decodeTime;
    private final long presentationTime;
    private final long wallClockMicros;
    private final boolean keyFrame;
    private final boolean discontinuity;
    private final Runnable onFree;
    private final AtomicInteger references = new AtomicInteger(1);
    private volatile long sequence = UNNUMBERED;

    /**
     * Creates a unit with one reference, the caller's.
     *
     * @param format in force for this unit
     * @param data the NAL units, each after its length in 4 bytes, big-endian; without parameter sets and access unit
     *     delimiters. From position to limit; not to be written to any more
     * @param decodeTime never falls from one unit to the next
     * @param presentationTime not before decodeTime
     * @param wallClockMicros when the picture was taken, microseconds since 1970 UTC: from the camera's sender reports, or
     *     the time of arrival
     * @param keyFrame whether decoding can begin here
     * @param discontinuity whether units were lost or damaged between the one before and this
     * @param onFree called once, on whichever thread releases last; must be fast and not throw
     */
    public AccessUnit(
            StreamFormat format,
            ByteBuffer data,
            long decodeTime,
            long presentationTime,
            long wallClockMicros,
            boolean keyFrame,
            boolean discontinuity,
            Runnable onFree) {
        this.format = Objects.requireNonNull(format, "format");
        this.data = data.asReadOnlyBuffer();
        this.decodeTime = decodeTime;
        this.presentationTime = presentationTime;
        this.wallClockMicros = wallClockMicros;
        this.keyFrame = keyFrame;
        this.discontinuity = discontinuity;
        this.onFree = Objects.requireNonNull(onFree, "onFree");
    }

    public StreamFormat format() {
        return format;
    }

    /** A fresh read-only view of the length-prefixed NAL units; valid while a reference is held. */
    public ByteBuffer data() {
        if (references.get() <= 0) {
            throw new IllegalStateException("access unit " + sequence + " was read after its release");
        }
        return data.duplicate();
    }

    /** Bytes in {@link #data()}. */
    public int size() {
        return data.remaining();
    }

    public long decodeTime() {
        return decodeTime;
    }

    public long presentationTime() {
        return presentationTime;
    }

    public long wallClockMicros() {
        return wallClockMicros;
    }

    public boolean keyFrame() {
        return keyFrame;
    }

    public boolean discontinuity() {
        return discontinuity;
    }

    /** Rises by one per unit of a camera, over reconnections too; given by the hub. */
    public long sequence() {
        return sequence;
    }

    /** Called once by the hub, before any tap sees the unit. */
    public AccessUnit number(long next) {
        if (sequence != UNNUMBERED) {
            throw new IllegalStateException("access unit " + sequence + " was published twice");
        }
        sequence = next;
        return this;
    }

    /** Takes one more reference; only by a holder of one. */
    public AccessUnit retain() {
        if (references.getAndIncrement() <= 0) {
            throw new IllegalStateException("access unit " + sequence + " was retained after its release");
        }
        return this;
    }

    /** Gives one reference back. */
    public void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            onFree.run();
        } else if (left < 0) {
            throw new IllegalStateException("access unit " + sequence + " was released too often");
        }
    }
}
