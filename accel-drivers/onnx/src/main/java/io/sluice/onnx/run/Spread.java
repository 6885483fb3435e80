package io.sluice.onnx.run;

import io.sluice.onnx.quantise.Range;

/**
 * Histogram of values whose bounds are not known beforehand: it spans -reach to reach, and when a value lies beyond, the
 * reach doubles and neighbouring bins are merged.
 */
final class Spread {

    private static final int BINS = 4096;
    private static final int MIDDLE = BINS / 2;

    private final long[] bins = new long[BINS];
    private double reach = 1.0 / 1024;
    private long count;
    private float low;
    private float high;

    /** Values that are no numbers are passed over. */
    void add(float value) {
        if (!Float.isFinite(value)) {
            return;
        }
        low = Math.min(low, value);
        high = Math.max(high, value);
        while (Math.abs(value) >= reach) {
            widen();
        }
        bins[MIDDLE + (int) Math.floor(value / reach * MIDDLE)]++;
        count++;
    }

    /**
     * The range, with nought in it, that has this share of the values; what is left out is left out at both ends in
     * equal numbers.
     */
    Range range(double kept) {
        long out = (long) (count * (1 - kept) / 2);
        if (out == 0) {
            return new Range(low, high);
        }
        return new Range(
                (float) Math.max(low, edge(out, 0, 1)), (float) Math.min(high, edge(out, BINS - 1, -1)));
    }

    /** The outer edge of the first bin, from one end, that holds more than may be left out. */
    private double edge(long out, int from, int step) {
        long passed = 0;
        int bin = from;
        while (passed + bins[bin] <= out) {
            passed += bins[bin];
            bin += step;
        }
        return (bin + (step > 0 ? 0 : 1) - MIDDLE) * reach / MIDDLE;
    }

    /** The range whose 8-bit numbers tell most of how the values are distributed; see {@link Entropy}. */
    Range entropy() {
        return count == 0 ? new Range(low, high) : Entropy.range(bins, reach / MIDDLE, low, high);
    }

    private void widen() {
        long[] wider = new long[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            wider[MIDDLE + Math.floorDiv(bin - MIDDLE, 2)] += bins[bin];
        }
        System.arraycopy(wider, 0, bins, 0, BINS);
        reach *= 2;
    }
}
