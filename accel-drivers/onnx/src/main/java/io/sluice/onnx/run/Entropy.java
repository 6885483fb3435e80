package io.sluice.onnx.run;

import io.sluice.onnx.quantise.Range;

/**
 * Chooses a range by relative entropy: of the windows around nought that one whose values, rounded to 8 bits and cut off at
 * its ends, are distributed most like all values (least Kullback-Leibler divergence). A wide window rounds the many values
 * coarsely, a narrow one cuts the few large ones off.
 */
final class Entropy {

    private static final int LEVELS = 255;
    /** Half of the narrowest window, in bins: below it each bin has a level of its own. */
    private static final int NARROWEST = 64;
    private static final int STEP = 8;
    /** What a distribution has where it should have nothing, lest a logarithm be infinite. */
    private static final double NOTHING = 1e-9;

    private Entropy() {}

    /**
     * @param bins of a histogram whose middle is nought
     * @param width of a bin
     * @param low smallest value
     * @param high largest value
     */
    static Range range(long[] bins, double width, float low, float high) {
        int middle = bins.length / 2;
        int first = Math.max(0, middle + (int) Math.floor(low / width));
        int end = Math.min(bins.length, middle + (int) Math.floor(high / width) + 1);
        int widest = Math.max(middle - first, end - middle);
        double least = Double.POSITIVE_INFINITY;
        int best = widest;
        for (int half = Math.min(widest, NARROWEST); half < widest + STEP; half += STEP) {
            int window = Math.min(half, widest);
            double divergence =
                    divergence(bins, first, end, Math.max(first, middle - window), Math.min(end, middle + window));
            // Of equals the wider one, which cuts less off.
            if (divergence <= least) {
                least = divergence;
                best = window;
            }
        }
        return new Range((float) Math.max(low, -best * width), (float) Math.min(high, best * width));
    }

    /** Of what the values are, cut off at the window, from what their 8-bit numbers say they are. */
    private static double divergence(long[] bins, int first, int end, int from, int to) {
        int size = to - from;
        double[] values = new double[size];
        double all = 0;
        double inside = 0;
        for (int bin = first; bin < end; bin++) {
            all += bins[bin];
            values[Math.min(size - 1, Math.max(0, bin - from))] += bins[bin];
            inside += bin >= from && bin < to ? bins[bin] : 0;
        }
        if (inside == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double[] told = told(bins, from, size);
        double divergence = 0;
        for (int bin = 0; bin < size; bin++) {
            if (values[bin] > 0) {
                double share = values[bin] / all;
                divergence += share * Math.log(share / Math.max(NOTHING, told[bin] / inside));
            }
        }
        return divergence;
    }

    /** Values of one number are one to a reader: each bin that has any gets the same of them. */
    private static double[] told(long[] bins, int from, int size) {
        double[] told = new double[size];
        int levels = Math.min(LEVELS, size);
        for (int level = 0; level < levels; level++) {
            int begin = (int) ((long) level * size / levels);
            int end = (int) ((long) (level + 1) * size / levels);
            double sum = 0;
            int used = 0;
            for (int bin = begin; bin < end; bin++) {
                sum += bins[from + bin];
                used += bins[from + bin] > 0 ? 1 : 0;
            }
            for (int bin = begin; bin < end; bin++) {
                told[bin] = bins[from + bin] > 0 ? sum / used : 0;
            }
        }
        return told;
    }
}
