package io.sluice.analytics.internal;

import java.util.Locale;

/**
 * Counts how an analysis does and sums it up every few seconds. Rates are told roughly, and only anew when they differ
 * clearly, so that a status does not change without news. Not thread-safe.
 */
final class Performance {

    private static final long WINDOW_NANOS = 5_000_000_000L;
    /** A picture left out now and then is no slowness. */
    private static final double TOLERATED = 0.1;
    private static final double NEWS = 0.25;

    /** What a window showed. */
    enum Verdict {
        GOOD,
        SLOW,
        DAMAGED
    }

    private long begun;
    private int looked;
    private int leftOut;
    private long missedBefore;
    private long errorsBefore;
    private double told;
    private Verdict verdict = Verdict.GOOD;

    /** Begins anew, such as with a new tap. */
    void restart(long now, long missed) {
        begin(now, missed, errorsBefore);
        verdict = Verdict.GOOD;
        told = 0;
    }

    void looked() {
        looked++;
    }

    void leftOut() {
        leftOut++;
    }

    /**
     * Ends the window when it is full.
     *
     * @param now from {@link System#nanoTime()}
     * @param missed units missed so far
     * @param errors damaged pictures so far
     * @return whether it was full, and there is a new verdict
     */
    boolean sumUp(long now, long missed, long errors) {
        if (now - begun < WINDOW_NANOS) {
            return false;
        }
        double rate = looked * 1e9 / (now - begun);
        boolean slow = missed > missedBefore || leftOut > TOLERATED * (looked + leftOut);
        verdict = errors > errorsBefore ? Verdict.DAMAGED : slow ? Verdict.SLOW : Verdict.GOOD;
        if (Math.abs(rate - told) > NEWS * told) {
            told = rate;
        }
        begin(now, missed, errors);
        return true;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Whether there is a rate to tell. */
    boolean rated() {
        return told > 0;
    }

    /** Pictures a second, roughly. */
    String rate() {
        return told >= 10 ? Long.toString(Math.round(told)) : String.format(Locale.ROOT, "%.1f", told);
    }

    private void begin(long now, long missed, long errors) {
        begun = now;
        looked = 0;
        leftOut = 0;
        missedBefore = missed;
        errorsBefore = errors;
    }
}
