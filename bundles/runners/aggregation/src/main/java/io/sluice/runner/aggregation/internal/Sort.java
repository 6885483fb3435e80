package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What was found in each window of time as one result, sorted.
 *
 * @param windowMillis windows are counted from 1970 on
 * @param order of the parts; those that are equal stay in the order of their times
 * @param most parts of a result
 */
record Sort(long windowMillis, Comparator<Part> order, int most) implements Operation {

    /** A part and the result it is of. */
    record Part(Input from, AnalysisResult said) {

        JsonObject data() {
            return said.resultData().orElse(JsonObject.EMPTY);
        }
    }

    static Sort of(JsonNode arguments) {
        Comparator<Part> order = switch (arguments.path("By").asText()) {
            case "Score" -> Comparator.comparingDouble(part -> score(part.data()));
            case "Label" -> Comparator.comparing(part -> part.data().text("Label").orElse(""));
            default -> Comparator.comparing(Part::from, Input.ORDER);
        };
        return new Sort(arguments.path("WindowMillis").asLong(),
                arguments.path("Descending").asBoolean() ? order.reversed() : order, arguments.path("Most").asInt());
    }

    @Override
    public OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet) {
        return waiting.stream().mapToLong(input -> end(input.millis())).filter(end -> quiet || end <= watermark).max();
    }

    @Override
    public Outcome work(List<Input> batch, JsonNode memory) {
        Map<Long, List<Part>> windows = new TreeMap<>();
        for (Input input : batch) {
            List<Part> window = windows.computeIfAbsent(end(input.millis()), end -> new ArrayList<>());
            Thing.parts(input).forEach(part -> window.add(new Part(input, part)));
        }
        List<Made> made = new ArrayList<>();
        windows.forEach((end, parts) -> made.add(made(end + 1 - windowMillis, parts)));
        return new Outcome(made, memory);
    }

    private Made made(long start, List<Part> parts) {
        List<AnalysisResult> sorted = parts.stream().sorted(order).limit(most).map(Sort::told).toList();
        JsonObject window = JsonObject.builder().put("StartMillis", start).put("Millis", windowMillis)
                .put("Parts", parts.size()).build();
        return new Made("window-" + windowMillis + "-" + start, start, new TaskResultBody.Data(Optional.empty(), Optional.empty(),
                Optional.of(sorted), JsonObject.builder().put("Window", window).build()));
    }

    private static AnalysisResult told(Part part) {
        JsonObject source = Json.with(part.from().source(), "Ts", JsonValue.of(part.from().millis()));
        return new AnalysisResult(part.said().featureInfo(), part.said().type(),
                Optional.of(Json.with(part.data(), "Source", source)), part.said().extra());
    }

    /** Last millisecond of the window. */
    private long end(long millis) {
        return Math.floorDiv(millis, windowMillis) * windowMillis + windowMillis - 1;
    }

    private static double score(JsonObject data) {
        double score = Json.finite(data, "Score");
        return Double.isNaN(score) ? -1 : score;
    }
}
