package io.sluice.algorithm;

import io.sluice.api.accel.Precision;
import java.util.Optional;

/**
 * One form of a model as a manifest names it.
 *
 * @param format {@code onnx}, {@code rknn}, {@code om}, {@code engine}, ...
 * @param precision it computes in
 * @param chip the only chip it is made for; empty for any that loads the format
 * @param file with the content
 * @param sha256 of the file in lower-case hexadecimal, where the manifest states it
 */
public record VariantEntry(
        String format, Precision precision, Optional<String> chip, String file, Optional<String> sha256) {}
