package io.sluice.session;

import java.time.Duration;

/**
 * When the clock of one lower node is to be compared: at each round until it is known, and seldom from then on, for an idle node must
 * not cost what a busy one may. A node whose signs of life tell its time is caught when its clock was set; one whose do not can only be
 * asked, and is asked at each round. Not thread-safe.
 */
final class ComparisonPace {

    private static final int TO_KNOW = 4;
    private static final Duration SELDOM = Duration.ofMinutes(5);
    /** As for the clock filter: beyond this and the round trip it is no jitter. */
    private static final long JUMP_MICROS = 1_000_000;

    private boolean tells;
    private int compared;
    private long last;

    /** @return whether to compare at this round; then that is counted as done */
    boolean isDue(long nanos) {
        boolean due = !tells || compared < TO_KNOW || nanos - last >= SELDOM.toNanos();
        if (due) {
            compared = Math.min(TO_KNOW, compared + 1);
            last = nanos;
        }
        return due;
    }

    /**
     * A sign of life came.
     *
     * @param sent microseconds by the node's clock, 0 where it does not tell
     * @param arrived microseconds by this clock
     */
    void heard(long sent, long arrived, ClockFilter clock) {
        if (sent > 0) {
            tells = true;
            clock.estimate().filter(known -> contradicts(sent - arrived, known)).ifPresent(known -> compared = 0);
        }
    }

    private static boolean contradicts(long ahead, ClockFilter.Estimate known) {
        long difference = ahead - known.offset().toNanos() / 1000;
        return Math.abs(difference) > JUMP_MICROS + known.latency().toNanos() / 1000;
    }
}
