package io.sluice.bench;

import java.util.Arrays;
import java.util.List;

/** Order statistics. */
public final class Statistics {

    private Statistics() {}

    public static double median(List<Double> values) {
        return percentile(values, 50);
    }

    /** Nearest rank. */
    public static double percentile(List<Double> values, double percent) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }
}
