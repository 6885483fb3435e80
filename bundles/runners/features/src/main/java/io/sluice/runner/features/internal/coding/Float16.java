package io.sluice.runner.features.internal.coding;

/** Half precision of IEEE 754 (binary16) for numbers from -1 to 1, which neither overflow nor are infinite. */
final class Float16 {

    private static final int EXPONENT_SHIFT = 10;
    private static final int BIAS = 15;
    private static final int MANTISSA = 0x3FF;
    private static final int SMALLEST_EXPONENT = 1 - BIAS;

    private Float16() {}

    /** The nearest one, of two alike the even one. */
    static short of(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float size = Math.abs(value);
        // Math.rint of a number that is exact in units of the last place is the rounding that IEEE asks for.
        int exponent = Math.max(Math.getExponent(size), SMALLEST_EXPONENT);
        int units = (int) Math.rint(Math.scalb((double) size, EXPONENT_SHIFT - exponent));
        // Units reach 2048 where rounding carries into the next exponent; adding does the right thing then.
        return (short) (sign | ((exponent + BIAS - 1) << EXPONENT_SHIFT) + units);
    }

    static float toFloat(short half) {
        int exponent = half >>> EXPONENT_SHIFT & 0x1F;
        int mantissa = half & MANTISSA;
        float size = exponent == 0
                ? Math.scalb((float) mantissa, SMALLEST_EXPONENT - EXPONENT_SHIFT)
                : Math.scalb((float) (mantissa | 1 << EXPONENT_SHIFT), exponent - BIAS - EXPONENT_SHIFT);
        return half < 0 ? -size : size;
    }
}
