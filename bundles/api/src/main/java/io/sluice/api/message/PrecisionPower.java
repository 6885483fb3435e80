package io.sluice.api.message;

/**
 * How fast a device computes in one precision (tables 4 and 7).
 *
 * @param precision such as int8 or float16
 * @param computingPower with its unit, such as {@code 32 TOPS} or {@code 16 TFLOPS}
 */
public record PrecisionPower(String precision, String computingPower, JsonObject extra) {

    public PrecisionPower {
        Given.all(precision, computingPower, extra);
    }

    public PrecisionPower(String precision, String computingPower) {
        this(precision, computingPower, JsonObject.EMPTY);
    }
}
