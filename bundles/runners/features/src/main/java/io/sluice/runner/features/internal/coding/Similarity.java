package io.sluice.runner.features.internal.coding;

/** How alike two vectors of one dimension are. */
public final class Similarity {

    private Similarity() {}

    /** -1 to 1, in double precision; 1 of two without length, 0 where only one has none. */
    public static double cosine(float[] one, float[] other) {
        double dot = 0;
        double first = 0;
        double second = 0;
        for (int index = 0; index < one.length; index++) {
            dot += (double) one[index] * other[index];
            first += (double) one[index] * one[index];
            second += (double) other[index] * other[index];
        }
        if (first == 0 || second == 0) {
            return first == second ? 1 : 0;
        }
        return Math.max(-1, Math.min(1, dot / Math.sqrt(first) / Math.sqrt(second)));
    }

    static double maxError(float[] one, float[] other) {
        double most = 0;
        for (int index = 0; index < one.length; index++) {
            most = Math.max(most, Math.abs((double) one[index] - other[index]));
        }
        return most;
    }
}
