package io.sluice.algorithm.vector;

import io.sluice.algorithm.TestVector;
import java.util.List;
import java.util.Locale;

/** Compares tensors value by value, and says by how much they differ. */
final class TensorComparison {

    private TensorComparison() {}

    /** Each value within {@code absolute + relative * |expected|}. */
    static Verdict compare(String name, Tensor expected, Tensor actual, TestVector.Tolerance tolerance) {
        if (!expected.shape().equals(actual.shape())) {
            return new Verdict(false, List.of(name + ": the shape is " + actual.shape() + " instead of " + expected.shape()));
        }
        double most = 0;
        int beyond = 0;
        int first = -1;
        for (int at = 0; at < expected.values().length; at++) {
            double off = Math.abs((double) expected.values()[at] - actual.values()[at]);
            double allowed = tolerance.absolute() + tolerance.relative() * Math.abs(expected.values()[at]);
            // Not "more than": what is no number is never within.
            if (!(off <= allowed)) {
                first = beyond == 0 ? at : first;
                beyond++;
            }
            most = Double.isNaN(off) ? Double.NaN : Math.max(most, off);
        }
        String allowed = ", allowed " + number(tolerance.absolute()) + " + " + number(tolerance.relative()) + " of the value";
        if (beyond == 0) {
            return new Verdict(true, List.of(name + ": largest difference " + number(most) + allowed));
        }
        return new Verdict(false, List.of(name + ": value " + first + " is " + number(actual.values()[first]) + " instead of "
                + number(expected.values()[first]) + "; " + beyond + " of " + expected.values().length
                + " values are too far off, the largest difference is " + number(most) + allowed));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
