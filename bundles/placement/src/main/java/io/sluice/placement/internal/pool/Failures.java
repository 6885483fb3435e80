package io.sluice.placement.internal.pool;

import java.time.Duration;

/**
 * Failures one after the other, and how long their cause is left alone: each time it fails again at once, twice as long.
 * Thread-safe; a success costs one read while all is well.
 */
final class Failures {

    private static final int MOST_DOUBLINGS = 3;

    private volatile int inRow;
    private volatile boolean excluded;
    private volatile long until;
    private volatile String cause = "";
    private int doublings;

    void succeeded() {
        if (inRow != 0 || excluded) {
            clear();
        }
    }

    /** @return whether this was one too many, and nothing is asked of it for a while */
    synchronized boolean failed(String why, int most, Duration backOff, long now) {
        cause = why;
        inRow++;
        // After a pause one more failure is enough: nothing shows that it was repaired.
        if (inRow < most && doublings == 0 || excludedAt(now)) {
            return false;
        }
        exclude(backOff, now);
        return true;
    }

    /** At once, whatever happened before. */
    synchronized void exclude(String why, Duration backOff, long now) {
        cause = why;
        if (!excludedAt(now)) {
            exclude(backOff, now);
        }
    }

    boolean excludedAt(long now) {
        return excluded && until - now > 0;
    }

    String cause() {
        return cause;
    }

    private void exclude(Duration backOff, long now) {
        until = now + (backOff.toNanos() << doublings);
        excluded = true;
        doublings = Math.min(MOST_DOUBLINGS, doublings + 1);
        inRow = 0;
    }

    private synchronized void clear() {
        inRow = 0;
        excluded = false;
        doublings = 0;
    }
}
