package io.sluice.picture.tensor;

import io.sluice.api.model.InputSpec;
import java.nio.FloatBuffer;

/**
 * Brings values from 0..1, as the scaler writes them, to {@code (255 * value - mean) / scale}. Works through an array
 * that stays in the first-level cache, because loops over arrays are vectorised and loops over direct memory are not.
 * Not thread-safe.
 */
final class Normalisation {

    private static final int CHUNK = 2048;
    private static final float GREY = 114 / 255f;

    private final float[] factor = new float[3];
    private final float[] offset = new float[3];
    private final boolean identity;
    private final float[] chunk = new float[CHUNK];

    Normalisation(InputSpec input) {
        boolean same = true;
        for (int plane = 0; plane < 3; plane++) {
            factor[plane] = (float) (255 / input.scale().get(plane));
            offset[plane] = (float) (-input.mean().get(plane) / input.scale().get(plane));
            same &= factor[plane] == 1 && offset[plane] == 0;
        }
        identity = same;
    }

    /** Whether the values are right as they are. */
    boolean identity() {
        return identity;
    }

    /** The normalised grey that surrounds a letterboxed picture. */
    float grey(int plane) {
        return GREY * factor[plane] + offset[plane];
    }

    /** Normalises a run of values of one plane in place. */
    void apply(FloatBuffer tensor, int plane, int start, int count) {
        float times = factor[plane];
        float plus = offset[plane];
        float[] values = chunk;
        for (int at = start; at < start + count; at += CHUNK) {
            int length = Math.min(CHUNK, start + count - at);
            tensor.get(at, values, 0, length);
            for (int index = 0; index < length; index++) {
                values[index] = values[index] * times + plus;
            }
            tensor.put(at, values, 0, length);
        }
    }
}
