package io.sluice.rtsp.rtp;

/**
 * Wall clock of pictures from a stream's timestamps. Sender reports tie the two together; until one comes, and when the
 * camera's clock is plainly wrong, the earliest arrivals do. A picture later on the stream's clock is never earlier on
 * the
 * wall clock: where the tie must go back, it does so while time passes. Used by one thread.
 */
final class WallClock {

    private static final long PERIOD = 10_000_000;

    /** How fast the tie goes back: slowly enough that B pictures, whose times go to and fro, keep their order too. */
    private static final int SLEW = 16;

    private final long toleranceMicros;
    private boolean tied;
    private boolean reported;
    private boolean fresh = true;
    private long offset;
    private long target;
    private long lastMicros = Long.MIN_VALUE / 2;
    private long periodStart;
    private long earliest;
    private long cameraAhead;

    /** @param toleranceMicros how far a camera's clock may be from ours to be believed */
    WallClock(long toleranceMicros) {
        this.toleranceMicros = toleranceMicros;
    }

    /**
     * A sender report.
     *
     * @param streamMicros the moment on the stream's clock
     * @param wallMicros the same by the camera's clock
     * @param arrivalMicros now by ours
     */
    void report(long streamMicros, long wallMicros, long arrivalMicros) {
        cameraAhead = wallMicros - arrivalMicros;
        reported = Math.abs(cameraAhead) <= toleranceMicros;
        if (reported) {
            tie(wallMicros - streamMicros);
        }
    }

    /** How far the camera's clock is ahead of ours, by its last report, in microseconds. */
    long cameraAhead() {
        return cameraAhead;
    }

    /** The source began anew: until its next report, arrivals count. */
    void restart() {
        reported = false;
        fresh = true;
    }

    /** When a picture was taken, in microseconds since 1970. */
    long at(long streamMicros, long arrivalMicros) {
        if (!reported) {
            arrival(streamMicros, arrivalMicros);
        }
        long passed = Math.max(0, streamMicros - lastMicros);
        lastMicros = Math.max(lastMicros, streamMicros);
        offset = target >= offset ? target : Math.max(target, offset - passed / SLEW);
        return streamMicros + offset;
    }

    private void arrival(long streamMicros, long arrivalMicros) {
        long now = arrivalMicros - streamMicros;
        if (fresh) {
            fresh = false;
            tie(now);
            periodStart = arrivalMicros;
            earliest = now;
        }
        earliest = Math.min(earliest, now);
        // The quickest of many arrivals says best how the clocks stand to each other.
        if (arrivalMicros - periodStart > PERIOD) {
            tie(earliest);
            periodStart = arrivalMicros;
            earliest = now;
        }
    }

    private void tie(long next) {
        target = next;
        if (!tied) {
            tied = true;
            offset = next;
        }
    }
}
