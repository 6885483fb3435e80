package io.sluice.api.result;

import java.util.Objects;

/**
 * A quantity read from a picture, such as a water level.
 *
 * @param name of the quantity, such as {@code level}
 * @param value in the unit
 * @param unit symbol, such as {@code m}; empty for a pure number
 * @param confidence 0 to 1
 */
public record Measurement(String name, double value, String unit, double confidence) {

    public Measurement {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
    }
}
