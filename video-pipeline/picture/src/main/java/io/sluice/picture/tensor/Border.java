package io.sluice.picture.tensor;

import io.sluice.api.model.InputSpec;
import java.nio.FloatBuffer;

/** The grey around a letterboxed picture. */
final class Border {

    /** The scaler's kernels write whole vectors of up to this many values, and so past the end of a row. */
    private static final int VECTOR = 16;

    private final FloatBuffer tensor;
    private final Normalisation normalisation;
    private final Placement placement;
    private final int width;
    private final int planeSize;
    private final int overshoot;

    Border(InputSpec input, FloatBuffer tensor, Normalisation normalisation, Placement placement) {
        this.tensor = tensor;
        this.normalisation = normalisation;
        this.placement = placement;
        width = input.width();
        planeSize = input.width() * input.height();
        boolean whole = placement.innerWidth() == width;
        overshoot = whole ? 0 : Math.floorMod(-placement.innerWidth(), VECTOR);
    }

    /** Fills all planes; the picture is written over it. */
    void fill() {
        for (int plane = 0; plane < 3; plane++) {
            float grey = normalisation.grey(plane);
            for (int at = plane * planeSize; at < (plane + 1) * planeSize; at++) {
                tensor.put(at, grey);
            }
        }
    }

    /** Makes grey again what the scaler wrote past the rows of the picture. */
    void repair() {
        if (overshoot == 0) {
            return;
        }
        for (int plane = 0; plane < 3; plane++) {
            float grey = normalisation.grey(plane);
            for (int row = 0; row < placement.innerHeight(); row++) {
                int end = (placement.innerY() + row) * width + placement.innerX() + placement.innerWidth();
                repair(plane * planeSize, end, Math.min(end + overshoot, planeSize), grey);
            }
        }
    }

    private void repair(int plane, int from, int to, float grey) {
        for (int at = from; at < to; at++) {
            int column = at % width - placement.innerX();
            if (column < 0 || column >= placement.innerWidth()) {
                tensor.put(plane + at, grey);
            }
        }
    }
}
