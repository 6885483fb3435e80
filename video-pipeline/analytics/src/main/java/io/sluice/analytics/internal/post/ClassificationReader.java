package io.sluice.analytics.internal.post;

import io.sluice.api.accel.Binding;
import java.nio.FloatBuffer;

/** One score per class for the whole picture. Softmax is applied to what are no probabilities yet. */
final class ClassificationReader implements OutputReader {

    private static final float TOLERANCE = 1e-3f;

    private final float[] scores;

    ClassificationReader(int classes) {
        scores = new float[classes];
    }

    @Override
    public void read(Binding binding, float floor, Candidates found) {
        FloatBuffer values = binding.output(0).asFloatBuffer();
        values.get(0, scores);
        if (!probabilities()) {
            softmax();
        }
        for (int index = 0; index < scores.length; index++) {
            if (scores[index] >= floor) {
                found.add(index, Math.min(1, scores[index]), 0, 0, 1, 1);
            }
        }
    }

    private boolean probabilities() {
        float sum = 0;
        for (float score : scores) {
            if (score < 0) {
                return false;
            }
            sum += score;
        }
        return Math.abs(sum - 1) <= TOLERANCE;
    }

    private void softmax() {
        float highest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (int index = 0; index < scores.length; index++) {
            scores[index] = (float) Math.exp(scores[index] - highest);
            sum += scores[index];
        }
        for (int index = 0; index < scores.length; index++) {
            scores[index] /= (float) sum;
        }
    }
}
