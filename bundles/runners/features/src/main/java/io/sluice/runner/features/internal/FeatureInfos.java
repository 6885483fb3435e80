package io.sluice.runner.features.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.runner.features.internal.coding.EncodedFeature;
import io.sluice.runner.features.internal.coding.FeatureCodec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Vectors within {@code FeatureInfo} (docs/protocol.md): as a list of numbers, or encoded. What else there is stays. Stateless. */
final class FeatureInfos {

    private static final String VECTOR = "Vector";
    private static final String ENCODING = "Encoding";
    private static final String DATA = "Data";
    private static final Set<String> OURS = Set.of(VECTOR, ENCODING, DATA, "Kind", "Cosine", "MaxError", "ErrorBound");
    private static final double DIGITS = 1e7;

    private FeatureInfos() {}

    /**
     * Empty where the object has no vector.
     *
     * @throws InvalidInputException where it has one that cannot be read, and why
     */
    static Optional<float[]> vector(JsonObject info) {
        Optional<JsonValue> plain = info.get(VECTOR);
        if (plain.isPresent()) {
            return Optional.of(numbers(plain.get()));
        }
        Optional<JsonValue> encoding = info.get(ENCODING);
        if (encoding.isEmpty()) {
            return Optional.empty();
        }
        if (!info.text(ENCODING).equals(Optional.of(FeatureCodec.NAME))) {
            throw new InvalidInputException("feature.encoding.foreign", ENCODING,
                    "The encoding " + info.text(ENCODING).orElse("that is no text") + " is not known; known is " + FeatureCodec.NAME + ".", "");
        }
        try {
            return Optional.of(FeatureCodec.decode(Base64.getDecoder().decode(info.text(DATA).orElse(""))));
        } catch (IllegalArgumentException noBase64) {
            throw new InvalidInputException("feature.encoding.damaged", DATA, "'Data' is no Base64: " + noBase64.getMessage() + ".", "");
        }
    }

    /** @throws InvalidInputException where there is none */
    static float[] required(JsonObject info) {
        return vector(info).orElseThrow(() -> new InvalidInputException(
                "feature.vector.absent", VECTOR, "A feature has neither 'Vector' nor 'Encoding'.", ""));
    }

    static JsonObject encoded(JsonObject info, EncodedFeature feature) {
        return others(info).put(ENCODING, FeatureCodec.NAME).put("Kind", feature.kind().name())
                .put(DATA, Base64.getEncoder().encodeToString(feature.bytes()))
                // Rounded so that neither promises more than was measured.
                .put("Cosine", JsonValue.of(Math.floor(feature.cosine() * DIGITS) / DIGITS))
                .put("MaxError", JsonValue.of(feature.maxError()))
                .put("ErrorBound", JsonValue.of(feature.errorBound())).build();
    }

    static JsonObject plain(JsonObject info, float[] vector) {
        List<JsonValue> numbers = new ArrayList<>(vector.length);
        for (float value : vector) {
            // The shortest digits that mean this float32.
            numbers.add(new JsonNumber(Float.toString(value)));
        }
        return others(info).put(VECTOR, new JsonArray(numbers)).build();
    }

    private static JsonObject.Builder others(JsonObject info) {
        JsonObject.Builder others = JsonObject.builder();
        info.members().forEach((name, value) -> {
            if (!OURS.contains(name)) {
                others.put(name, value);
            }
        });
        return others;
    }

    private static float[] numbers(JsonValue value) {
        if (!(value instanceof JsonArray list)) {
            throw new InvalidInputException("feature.vector.invalid", VECTOR, "'Vector' must be a list of numbers.", "");
        }
        float[] numbers = new float[list.values().size()];
        for (int index = 0; index < numbers.length; index++) {
            if (!(list.values().get(index) instanceof JsonNumber number)) {
                throw new InvalidInputException("feature.vector.invalid", VECTOR, "'Vector[" + index + "]' is no number.", "");
            }
            numbers[index] = (float) number.toDouble();
        }
        return FeatureCodec.check(numbers, VECTOR);
    }
}
