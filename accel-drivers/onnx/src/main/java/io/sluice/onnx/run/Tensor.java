package io.sluice.onnx.run;

import java.util.Arrays;

/**
 * Values of a tensor as numbers of single precision, whatever it holds. The arrays are not copied and must not change.
 *
 * @param shape outermost first
 * @param values in row-major order
 */
public record Tensor(long[] shape, float[] values) {

    public Tensor {
        if (Arrays.stream(shape).reduce(1, (a, b) -> a * b) != values.length) {
            throw new IllegalArgumentException(Arrays.toString(shape) + " does not hold " + values.length + " values");
        }
    }

    /** Nought everywhere. */
    public static Tensor zeros(long... shape) {
        return new Tensor(shape, new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)]);
    }

    /** Index of the largest value, the first of several. */
    public int top() {
        int best = 0;
        for (int index = 1; index < values.length; index++) {
            if (values[index] > values[best]) {
                best = index;
            }
        }
        return best;
    }
}
