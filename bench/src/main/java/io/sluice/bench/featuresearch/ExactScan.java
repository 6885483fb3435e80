package io.sluice.bench.featuresearch;

import java.util.Arrays;
import java.util.List;

/**
 * The peer without an index: each vector compared, one after another in one array, the best kept in order. What a program of twenty lines
 * does, and the truth that others are judged by.
 */
final class ExactScan {

    private final int dimension;
    private final float[] units;

    ExactScan(List<float[]> vectors) {
        dimension = vectors.get(0).length;
        units = new float[vectors.size() * dimension];
        for (int index = 0; index < vectors.size(); index++) {
            System.arraycopy(unit(vectors.get(index)), 0, units, index * dimension, dimension);
        }
    }

    /** Places of the nearest, the nearest first. */
    int[] nearest(float[] query, int top) {
        float[] sought = unit(query);
        float[] scores = new float[top];
        int[] places = new int[top];
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        for (int index = 0; index < units.length / dimension; index++) {
            float score = product(sought, index * dimension);
            if (score > scores[top - 1]) {
                int at = top - 1;
                while (at > 0 && scores[at - 1] < score) {
                    scores[at] = scores[at - 1];
                    places[at] = places[at - 1];
                    at--;
                }
                scores[at] = score;
                places[at] = index;
            }
        }
        return places;
    }

    /** Four sums at once, for the compiler makes vector instructions of none, and a sum waits for the one before. */
    private float product(float[] sought, int from) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int index = 0; index < dimension; index += 4) {
            first += sought[index] * units[from + index];
            second += sought[index + 1] * units[from + index + 1];
            third += sought[index + 2] * units[from + index + 2];
            fourth += sought[index + 3] * units[from + index + 3];
        }
        return first + second + third + fourth;
    }

    static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = new float[vector.length];
        for (int index = 0; index < vector.length; index++) {
            unit[index] = (float) (vector[index] / Math.sqrt(squares));
        }
        return unit;
    }
}
