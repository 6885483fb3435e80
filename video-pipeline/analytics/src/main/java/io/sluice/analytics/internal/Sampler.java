package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;

/**
 * Chooses which pictures are looked at, by their media time: the first at or after each beat of the rate. Not
 * thread-safe.
 */
final class Sampler {

    /** Times this much before the beat are another stream's, which begins anew; less is reordering. */
    private static final double LONGEST_REORDERING = AccessUnit.TICKS_PER_SECOND;

    private double interval;
    private double due;
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
        due = mediaTime + interval;
        begun = true;
    }

    /** Whether a picture is to be looked at; asked once for each, in order of decoding. */
    boolean due(long mediaTime) {
        boolean elsewhere = due - mediaTime > interval + LONGEST_REORDERING;
        if (begun && mediaTime < due && !elsewhere) {
            return false;
        }
        boolean onBeat = begun && !elsewhere && mediaTime - due < interval;
        due = (onBeat ? due : mediaTime) + interval;
        begun = true;
        return true;
    }
}
