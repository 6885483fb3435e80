package io.sluice.compression.internal.worker;

import io.sluice.api.model.InputSpec;
import java.nio.FloatBuffer;

/** A picture in some hundred numbers, by which pictures are told from one another: means of blocks, 0 to 255. */
record Sketch(float[] means) {

    private static final int COLUMNS = 32;
    private static final int ROWS = 24;
    /** More than noise moves the mean of a block, less than a thing that came or went. */
    private static final float DIFFERENT = 4;

    /** Of a model's input, whose second plane is green in either order. */
    static Sketch of(FloatBuffer tensor, InputSpec spec) {
        int columns = Math.min(COLUMNS, spec.width());
        int rows = Math.min(ROWS, spec.height());
        float[] sums = new float[columns * rows];
        int[] counts = new int[columns * rows];
        int plane = spec.width() * spec.height();
        double scale = spec.scale().get(1);
        double mean = spec.mean().get(1);
        for (int y = 0; y < spec.height(); y++) {
            for (int x = 0; x < spec.width(); x++) {
                int block = y * rows / spec.height() * columns + x * columns / spec.width();
                sums[block] += (float) (tensor.get(plane + y * spec.width() + x) * scale + mean);
                counts[block]++;
            }
        }
        for (int block = 0; block < sums.length; block++) {
            sums[block] /= counts[block];
        }
        return new Sketch(sums);
    }

    /** Whether any part of the picture is another. */
    boolean differs(Sketch other) {
        for (int block = 0; block < means.length; block++) {
            if (Math.abs(means[block] - other.means[block]) > DIFFERENT) {
                return true;
            }
        }
        return false;
    }
}
