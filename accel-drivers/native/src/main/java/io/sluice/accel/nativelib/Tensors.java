package io.sluice.accel.nativelib;

import io.sluice.api.accel.TensorSpec;

/** Sizes of tensors. */
public final class Tensors {

    private Tensors() {}

    public static boolean fixed(TensorSpec spec) {
        return spec.shape().stream().allMatch(size -> size >= 0);
    }

    public static long[] shape(TensorSpec spec) {
        return spec.shape().stream().mapToLong(Long::longValue).toArray();
    }

    /** @throws ArithmeticException when no memory could hold it */
    public static long elements(TensorSpec spec) {
        return spec.shape().stream().reduce(1L, Math::multiplyExact);
    }

    /** @throws ArithmeticException when no memory could hold it */
    public static long bytes(TensorSpec spec) {
        return Math.multiplyExact(elements(spec), spec.type().bytes());
    }
}
