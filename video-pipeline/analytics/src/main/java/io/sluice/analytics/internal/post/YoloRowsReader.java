package io.sluice.analytics.internal.post;

import io.sluice.api.accel.Binding;
import java.nio.FloatBuffer;

/**
 * YOLO with one row a box: [1, boxes, 4 + classes], or [1, boxes, 5 + classes] with objectness, by which class scores
 * are multiplied. Centre and size in input pixels.
 */
final class YoloRowsReader implements OutputReader {

    private final boolean objectness;
    private final float inputWidth;
    private final float inputHeight;
    private final float[] row;

    YoloRowsReader(int classes, boolean objectness, int inputWidth, int inputHeight) {
        this.objectness = objectness;
        this.inputWidth = inputWidth;
        this.inputHeight = inputHeight;
        row = new float[4 + (objectness ? 1 : 0) + classes];
    }

    @Override
    public void read(Binding binding, float floor, Candidates found) {
        FloatBuffer values = binding.output(0).asFloatBuffer();
        for (int start = 0; start + row.length <= values.limit(); start += row.length) {
            if (objectness && values.get(start + 4) < floor) {
                continue;
            }
            values.get(start, row);
            int best = bestClass();
            float score = objectness ? row[4] * row[best] : row[best];
            if (score >= floor) {
                found.addCentred(best - firstClass(), Math.min(1, score), row[0] / inputWidth, row[1] / inputHeight,
                        row[2] / inputWidth, row[3] / inputHeight);
            }
        }
    }

    private int firstClass() {
        return objectness ? 5 : 4;
    }

    private int bestClass() {
        int best = firstClass();
        for (int index = best + 1; index < row.length; index++) {
            if (row[index] > row[best]) {
                best = index;
            }
        }
        return best;
    }
}
