package io.sluice.analytics.internal.post;

import io.sluice.api.accel.Binding;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * YOLO without anchors in its native layout: [1, 4 + classes, boxes], centre and size in input pixels. Goes through the
 * scores plane by plane, as they lie in memory.
 */
final class YoloPlanarReader implements OutputReader {

    private final int classes;
    private final float inputWidth;
    private final float inputHeight;
    private float[] plane = new float[0];
    private float[] best = new float[0];
    private int[] bestClass = new int[0];

    YoloPlanarReader(int classes, int inputWidth, int inputHeight) {
        this.classes = classes;
        this.inputWidth = inputWidth;
        this.inputHeight = inputHeight;
    }

    @Override
    public void read(Binding binding, float floor, Candidates found) {
        FloatBuffer values = binding.output(0).asFloatBuffer();
        int boxes = values.remaining() / (4 + classes);
        if (best.length != boxes) {
            plane = new float[boxes];
            best = new float[boxes];
            bestClass = new int[boxes];
        }
        findBest(values, boxes);
        for (int box = 0; box < boxes; box++) {
            if (best[box] >= floor) {
                found.addCentred(bestClass[box], Math.min(1, best[box]), values.get(box) / inputWidth,
                        values.get(box + boxes) / inputHeight, values.get(box + 2 * boxes) / inputWidth,
                        values.get(box + 3 * boxes) / inputHeight);
            }
        }
    }

    private void findBest(FloatBuffer values, int boxes) {
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int index = 0; index < classes; index++) {
            values.get((4 + index) * boxes, plane);
            for (int box = 0; box < boxes; box++) {
                if (plane[box] > best[box]) {
                    best[box] = plane[box];
                    bestClass[box] = index;
                }
            }
        }
    }
}
