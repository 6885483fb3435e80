package io.sluice.api.model;

import io.sluice.api.accel.Precision;
import java.util.Objects;
import java.util.Optional;

/**
 * One form of a model, for some devices.
 *
 * @param precision it computes in
 * @param chip the only chip it is made for, as in {@link io.sluice.api.accel.AcceleratorInfo#chip()}; empty for any that loads
 *     its format
 * @param data content, and with it the format
 */
public record ModelVariant(Precision precision, Optional<String> chip, ModelData data) {

    public ModelVariant {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(chip, "chip");
        Objects.requireNonNull(data, "data");
    }
}
