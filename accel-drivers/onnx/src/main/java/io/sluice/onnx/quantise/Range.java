package io.sluice.onnx.quantise;

/**
 * Which values a tensor takes, and the 8-bit numbers that stand for them: {@code value = scale * (number - zeroPoint)}.
 *
 * @param low at most 0, for nought must have a number: pictures are padded with it
 * @param high at least 0
 */
public record Range(float low, float high) {

    private static final float STEPS = 255;
    private static final float LEAST_SCALE = 1e-8f;

    public Range {
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            throw new IllegalArgumentException("no range: " + low + " to " + high);
        }
        low = Math.min(0, low);
        high = Math.max(0, high);
    }

    public float scale() {
        return Math.max(LEAST_SCALE, (high - low) / STEPS);
    }

    /** 0 to 255. */
    public int zeroPoint() {
        return Math.min((int) STEPS, Math.max(0, Math.round(-low / scale())));
    }

    /** The number for a value, 0 to 255. */
    public int quantise(float value) {
        return Math.min((int) STEPS, Math.max(0, Math.round(value / scale()) + zeroPoint()));
    }
}
