package io.sluice.trainer.linear.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A feature vector and what it is of.
 *
 * @param name the same for the same sample, however often it comes
 * @param group samples of one group are all trained with or all measured on
 */
record Sample(String name, String group, String label, float[] vector) {

    private static final int LONGEST_VECTOR = 4096;
    private static final int LONGEST_WORD = 128;

    /** Those in a result: its parts that have a vector and a label. */
    static List<Sample> of(TaskResultBody result) {
        String from = result.taskId() + "/" + result.extra().text("Key").orElse(Long.toString(result.ts()));
        List<Sample> samples = new ArrayList<>();
        List<AnalysisResult> parts = result.taskResultData().analysisResult().orElse(List.of());
        for (int index = 0; index < parts.size(); index++) {
            JsonObject data = parts.get(index).resultData().orElse(JsonObject.EMPTY);
            Optional<float[]> vector = vector(parts.get(index).featureInfo().flatMap(info -> info.get("Vector")));
            Optional<String> label = data.text("Label").filter(text -> !text.isBlank() && text.length() <= LONGEST_WORD);
            if (vector.isPresent() && label.isPresent()) {
                String group = data.text("Group").filter(text -> text.length() <= LONGEST_WORD).orElse(digest(from));
                samples.add(new Sample(digest(from + "/" + index), group, label.get(), vector.get()));
            }
        }
        return samples;
    }

    private static Optional<float[]> vector(Optional<JsonValue> value) {
        if (!(value.orElse(JsonObject.EMPTY) instanceof JsonArray array) || array.values().isEmpty()
                || array.values().size() > LONGEST_VECTOR) {
            return Optional.empty();
        }
        float[] vector = new float[array.values().size()];
        for (int index = 0; index < vector.length; index++) {
            vector[index] = array.values().get(index) instanceof JsonNumber number ? (float) number.toDouble() : Float.NaN;
            // Squares of what is larger would not fit either.
            if (!(Math.abs(vector[index]) <= 1e15f)) {
                return Optional.empty();
            }
        }
        return Optional.of(vector);
    }

    private static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
