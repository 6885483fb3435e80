package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;

/**
 * Chooses which pictures are looked at, by their media time: time is cut into beats of the rate, and of each the first that is decoded
 * is looked at, also where B-frames come behind pictures of later beats. Not thread-safe.
 */
final class Sampler {

    /** Times this much before or after the latest beat are another stream's, or behind a gap; less is reordering. */
    private static final double LONGEST_REORDERING = AccessUnit.TICKS_PER_SECOND;

    private double interval;
    private double origin;
    /** The latest beat of which a picture was looked at, counted from the origin. */
    private long latest;
    /** Which beats have had theirs: bit 0 is the latest, bit 1 the one before, and so on. */
    private long taken;
    private boolean begun;

    Sampler(double framesPerSecond) {
        rate(framesPerSecond);
    }

    /** @param framesPerSecond 0 for every picture */
    void rate(double framesPerSecond) {
        double next = framesPerSecond == 0 ? 0 : AccessUnit.TICKS_PER_SECOND / framesPerSecond;
        begun &= next == interval;
        interval = next;
    }

    /** The next picture is looked at, whatever its time. */
    void restart() {
        begun = false;
    }

    /** The beat goes on after a picture that was looked at. */
    void continueAfter(long mediaTime) {
        origin = mediaTime;
        latest = 0;
        // What comes before in time was looked at, or is not wanted.
        taken = -1;
        begun = true;
    }

    /** Whether a picture is to be looked at; asked once for each, in order of decoding. */
    boolean due(long mediaTime) {
        if (interval == 0) {
            return true;
        }
        double step = mediaTime - origin - latest * interval;
        if (!begun || step < -LONGEST_REORDERING || step > 2 * interval + LONGEST_REORDERING) {
            continueAfter(mediaTime);
            return true;
        }
        long beat = (long) Math.floor((mediaTime - origin) / interval);
        if (beat > latest) {
            long passed = beat - latest;
            taken = passed < Long.SIZE ? taken << passed | 1 : 1;
            latest = beat;
            return true;
        }
        long back = latest - beat;
        if (back >= Long.SIZE || (taken >>> back & 1) != 0) {
            return false;
        }
        taken |= 1L << back;
        return true;
    }
}
