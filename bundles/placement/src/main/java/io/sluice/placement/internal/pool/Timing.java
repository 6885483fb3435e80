package io.sluice.placement.internal.pool;

/**
 * How long the runs of a model take on a device.
 *
 * @param medianNanos of the runs measured
 * @param longestNanos of the runs measured
 * @param runs measured
 */
public record Timing(long medianNanos, long longestNanos, int runs) {

    private static final int OUTLIER = 3;

    public Timing {
        if (medianNanos <= 0 || longestNanos < medianNanos || runs < 1) {
            throw new IllegalArgumentException("no timing: " + medianNanos + ", " + longestNanos + ", " + runs);
        }
    }

    /** Whether the longest run was no outlier. */
    boolean steady() {
        return longestNanos <= OUTLIER * medianNanos;
    }

    /** What a run is taken to last at most. */
    double worstNanos(double margin) {
        return longestNanos * margin;
    }
}
