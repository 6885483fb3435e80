package io.sluice.placement.internal.pool;

import io.sluice.api.accel.RunFigures;

/** Counts runs. Thread-safe; allocates nothing while counting. */
final class RunStatistics {

    private static final double NEWEST = 0.05;
    private static final double NANOS_PER_MILLI = 1e6;

    private long runs;
    private long failures;
    private double average;
    private long longest;

    synchronized void succeeded(long nanos) {
        average = runs == 0 ? nanos : average + NEWEST * (nanos - average);
        longest = Math.max(longest, nanos);
        runs++;
    }

    synchronized void failed() {
        failures++;
    }

    synchronized RunFigures figures() {
        return new RunFigures(runs, failures, average / NANOS_PER_MILLI, longest / NANOS_PER_MILLI);
    }
}
