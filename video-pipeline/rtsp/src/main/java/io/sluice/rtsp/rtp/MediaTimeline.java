package io.sluice.rtsp.rtp;

import io.sluice.api.stream.AccessUnit;

/**
 * The media times of one camera over all its sessions: whatever a camera's timestamps begin with and however they
 * jump, the
 * times of its units go on, by the time that passed in between. Used by one thread at a time.
 */
public final class MediaTimeline {

    /** Room below the first unit's time for decode times that precede it. */
    private static final long START = 10L * AccessUnit.TICKS_PER_SECOND;
    /** Cameras' clocks drift by milliseconds a minute; a difference like this is a jump. */
    private static final long JUMP_AHEAD = 5L * AccessUnit.TICKS_PER_SECOND;
    /** B pictures step back by a few frames. */
    private static final long JUMP_BACK = AccessUnit.TICKS_PER_SECOND;
    /** A camera whose clock is further off than this is not asked for the time. */
    private static final long CLOCK_TOLERANCE_MICROS = 10_000_000;

    private final long startNanos = System.nanoTime();
    private final WallClock wallClock = new WallClock(CLOCK_TOLERANCE_MICROS);
    private boolean anchored;
    private long anchorTicks;
    private long anchorTime;
    private long latest = START;
    private long lastArrival;
    private long lastTicks;
    private long lastDecode = Long.MIN_VALUE;

    /** A new source begins: its next timestamp follows on the last time given. */
    public void restart() {
        anchored = false;
        wallClock.restart();
    }

    /**
     * Whether a timestamp is out of line with the time that passed, so that the source must have begun anew.
     *
     * @param ticks unwrapped, in 1/90 000 s
     * @param nowNanos of {@link System#nanoTime()}
     */
    boolean jumps(long ticks, long nowNanos) {
        long passed = ticksOf(nowNanos - lastArrival);
        long moved = ticks - lastTicks;
        return anchored && (moved > passed + JUMP_AHEAD || moved < -JUMP_BACK);
    }

    /** The media time of a source's timestamp. */
    long map(long ticks, long nowNanos) {
        if (!anchored) {
            anchored = true;
            anchorTicks = ticks;
            // By the clock, but never at or before what was given already.
            anchorTime = Math.max(START + ticksOf(nowNanos - startNanos), latest + 1);
        }
        lastArrival = nowNanos;
        lastTicks = ticks;
        long time = anchorTime + ticks - anchorTicks;
        latest = Math.max(latest, time);
        return time;
    }

    /** As {@link #map}, for a timestamp of which no picture came; only once one did. */
    long timeOf(long ticks) {
        return anchorTime + ticks - anchorTicks;
    }

    /** A decode time that does not fall, over sessions. */
    long decodeAt(long time) {
        lastDecode = Math.max(lastDecode, time);
        return lastDecode;
    }

    WallClock wallClock() {
        return wallClock;
    }

    static long microsOf(long ticks) {
        return ticks * 100 / 9;
    }

    private static long ticksOf(long nanos) {
        return nanos / 100_000 * 9;
    }
}
