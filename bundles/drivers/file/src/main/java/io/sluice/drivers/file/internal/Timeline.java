package io.sluice.drivers.file.internal;

import io.sluice.api.stream.AccessUnit;
import java.util.Optional;

/**
 * Continuous times over any number of passes through a file, and when each unit is due. Decode times never fall: where
 * the file's own do, or leap, they go on by one frame. Not thread-safe.
 */
final class Timeline {

    private static final long LONGEST_GAP = 10L * AccessUnit.TICKS_PER_SECOND;
    private static final long USUAL_FRAME = AccessUnit.TICKS_PER_SECOND / 25;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MOST_BEHIND_NANOS = NANOS_PER_SECOND;
    private static final long MOST_OFF_MICROS = 100_000;

    private long shift;
    private long last;
    private long lastDuration = USUAL_FRAME;
    private boolean begun;
    private boolean passBegins = true;
    private boolean anchored;
    private long anchorTicks;
    private long anchorNanos;
    private long wallAnchorTicks;
    private long wallAnchorMicros;

    /**
     * Times of one unit, in 1/90 000 s.
     *
     * @param step from the decode time before
     */
    record Stamp(long decodeTime, long presentationTime, long step) {}

    /** The file begins anew: its next time follows the last one. */
    void beginPass() {
        passBegins = true;
    }

    /** Time stood still: what comes is due from now on. */
    void pause() {
        anchored = false;
    }

    Stamp next(Optional<Long> fileDecode, Optional<Long> filePresentation, long duration) {
        long expected = begun ? last + lastDuration : 0;
        long raw = fileDecode.orElse(expected - shift);
        if (passBegins) {
            shift = expected - raw;
        } else {
            long gap = raw + shift - last;
            if (gap < 0 || gap > LONGEST_GAP) {
                shift = expected - raw;
            } else if (gap > 0) {
                lastDuration = gap;
            }
        }
        if (duration > 0 && duration < LONGEST_GAP) {
            lastDuration = duration;
        }
        passBegins = false;
        long step = begun ? raw + shift - last : 0;
        begun = true;
        last = raw + shift;
        long presentation = filePresentation.map(time -> time + shift).orElse(last);
        return new Stamp(last, Math.max(last, presentation), step);
    }

    /** How long until a decode time is due; 0 or less when it is. */
    long nanosUntil(long decodeTime, long nowNanos) {
        long due = anchorNanos + nanos(decodeTime - anchorTicks);
        if (!anchored || nowNanos - due > MOST_BEHIND_NANOS) {
            anchored = true;
            anchorTicks = decodeTime;
            anchorNanos = nowNanos;
            return 0;
        }
        return due - nowNanos;
    }

    /**
     * Wall clock of a picture, in microseconds since 1970 UTC: runs evenly with the media time, and follows the
     * machine's clock when that is set.
     */
    long wallClock(Stamp stamp, long nowMicros) {
        long due = wallAnchorMicros + micros(stamp.decodeTime() - wallAnchorTicks);
        if (wallAnchorMicros == 0 || Math.abs(due - nowMicros) > MOST_OFF_MICROS) {
            wallAnchorMicros = nowMicros;
            wallAnchorTicks = stamp.decodeTime();
            due = nowMicros;
        }
        return due + micros(stamp.presentationTime() - stamp.decodeTime());
    }

    private static long nanos(long ticks) {
        // In two steps, as years of nanoseconds times ticks overflow.
        long seconds = ticks / AccessUnit.TICKS_PER_SECOND;
        long rest = ticks % AccessUnit.TICKS_PER_SECOND;
        return seconds * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / AccessUnit.TICKS_PER_SECOND;
    }

    private static long micros(long ticks) {
        return nanos(ticks) / 1000;
    }
}
