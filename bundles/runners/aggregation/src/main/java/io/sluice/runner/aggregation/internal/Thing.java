package io.sluice.runner.aggregation.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A thing that was found, as docs/protocol.md tells parts of results. What is no such part is not told here: it is another's text.
 *
 * @param said the part as it came
 * @param score 0 to 1
 */
record Thing(Input from, AnalysisResult said, String label, double score, Optional<Box> box) {

    private static final int MOST = 1000;
    private static final int LONGEST_VECTOR = 2048;

    static List<Thing> of(List<Input> inputs) {
        List<Thing> things = new ArrayList<>();
        for (Input input : inputs) {
            for (AnalysisResult part : parts(input)) {
                read(input, part).ifPresent(things::add);
            }
        }
        return things;
    }

    /** At most a thousand of a result. */
    static List<AnalysisResult> parts(Input input) {
        List<AnalysisResult> all = input.body().taskResultData().analysisResult().orElse(List.of());
        return all.subList(0, Math.min(MOST, all.size()));
    }

    static Optional<Thing> read(Input input, AnalysisResult part) {
        JsonObject data = part.resultData().orElse(JsonObject.EMPTY);
        Optional<String> label = data.text("Label");
        double score = Json.finite(data, "Score");
        if (label.isEmpty() || !"Detection".equals(data.text("Kind").orElse("")) || !(score >= 0 && score <= 1)) {
            return Optional.empty();
        }
        Optional<Box> box = data.get("Box").filter(JsonObject.class::isInstance).flatMap(value -> Box.read((JsonObject) value));
        return Optional.of(new Thing(input, part, label.get(), score, box));
    }

    String task() {
        return from.task();
    }

    JsonObject data() {
        return said.resultData().orElse(JsonObject.EMPTY);
    }

    /** Whether two tasks mean the same place; those without a box speak of the whole picture. */
    boolean same(Thing other, double overlap) {
        return label.equals(other.label) && (box.isEmpty() && other.box.isEmpty()
                || box.isPresent() && other.box.isPresent() && box.get().overlap(other.box.get()) >= overlap);
    }

    /** Its feature vector of length 1; empty where there is none. */
    Optional<float[]> vector() {
        JsonValue values = said.featureInfo().flatMap(info -> info.get("Vector")).orElse(JsonObject.EMPTY);
        if (!(values instanceof JsonArray array) || array.values().isEmpty() || array.values().size() > LONGEST_VECTOR) {
            return Optional.empty();
        }
        double[] read = array.values().stream()
                .mapToDouble(value -> value instanceof JsonNumber number ? number.toDouble() : Double.NaN).toArray();
        double length = 0;
        for (double value : read) {
            length = Math.hypot(length, value);
        }
        if (!(length > 1e-12 && length < 1e12)) {
            return Optional.empty();
        }
        float[] unit = new float[read.length];
        for (int index = 0; index < unit.length; index++) {
            unit[index] = (float) (read[index] / length);
        }
        return Optional.of(unit);
    }
}
