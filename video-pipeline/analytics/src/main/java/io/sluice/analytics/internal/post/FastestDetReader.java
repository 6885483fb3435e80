package io.sluice.analytics.internal.post;

import io.sluice.api.accel.Binding;
import java.nio.FloatBuffer;

/**
 * FastestDet: [1, 5 + classes, rows, columns]. The score is {@code objectness^0.6 * class^0.4}, as its makers weigh
 * them; offsets within the cell are by tanh, sizes relative to the picture by the logistic function.
 */
final class FastestDetReader implements OutputReader {

    private static final double OBJECTNESS_WEIGHT = 0.6;
    private static final double CLASS_WEIGHT = 0.4;

    private final int classes;
    private final int rows;
    private final int columns;

    FastestDetReader(int classes, int rows, int columns) {
        this.classes = classes;
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public void read(Binding binding, float floor, Candidates found) {
        FloatBuffer values = binding.output(0).asFloatBuffer();
        int cells = rows * columns;
        // A class score is 1 at most: below this objectness no cell can reach the floor, and few cells are above it.
        float leastObjectness = (float) Math.pow(floor, 1 / OBJECTNESS_WEIGHT);
        for (int cell = 0; cell < cells; cell++) {
            float objectness = values.get(cell);
            if (objectness < leastObjectness) {
                continue;
            }
            int best = bestClass(values, cell, cells);
            double certainty = Math.pow(Math.max(0, values.get(cell + (5 + best) * cells)), CLASS_WEIGHT);
            float score = (float) Math.min(1, Math.pow(Math.max(0, objectness), OBJECTNESS_WEIGHT) * certainty);
            if (score >= floor) {
                add(values, cell, cells, best, score, found);
            }
        }
    }

    private int bestClass(FloatBuffer values, int cell, int cells) {
        int best = 0;
        float highest = values.get(cell + 5 * cells);
        for (int index = 1; index < classes; index++) {
            float value = values.get(cell + (5 + index) * cells);
            if (value > highest) {
                highest = value;
                best = index;
            }
        }
        return best;
    }

    private void add(FloatBuffer values, int cell, int cells, int label, float score, Candidates found) {
        double x = (cell % columns + Math.tanh(values.get(cell + cells))) / columns;
        double y = (cell / columns + Math.tanh(values.get(cell + 2 * cells))) / rows;
        double width = logistic(values.get(cell + 3 * cells));
        double height = logistic(values.get(cell + 4 * cells));
        found.addCentred(label, score, (float) x, (float) y, (float) width, (float) height);
    }

    private static double logistic(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
