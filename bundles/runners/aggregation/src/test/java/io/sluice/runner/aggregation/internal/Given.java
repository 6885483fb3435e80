package io.sluice.runner.aggregation.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskDispatchInfo.Dependency;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Tasks and results as other nodes send them. */
final class Given {

    static final long START = 1_700_000_000_000L;

    private Given() {}

    static TaskDispatchInfo task(JsonObject arguments, String... sources) {
        return new TaskDispatchInfo("together", Optional.empty(), Optional.empty(), OptionalInt.of(10), OptionalInt.empty(),
                Optional.empty(),
                Optional.of(Stream.of(sources).map(id -> new Dependency(id, Optional.of("31010000001320000009"), Optional.empty())).toList()),
                0, Optional.empty(), new AlgModelInfo(0, Optional.empty(), "1", Optional.empty(), Optional.empty()),
                new InputInfo(Optional.empty(), Optional.of(arguments), OptionalInt.empty()), List.of());
    }

    static JsonObject.Builder doing(String operation) {
        return JsonObject.builder().put("Operation", operation);
    }

    static TaskResultBody result(String task, long millis, AnalysisResult... parts) {
        return result(task, millis, "k-" + millis, parts);
    }

    static TaskResultBody result(String task, long millis, String key, AnalysisResult... parts) {
        return new TaskResultBody(task, Optional.empty(), "31010000001320000009", List.of(), 0, "1", Optional.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), START + millis, Optional.empty(),
                new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(List.of(parts))),
                JsonObject.builder().put("Key", key).build());
    }

    static AnalysisResult thing(String label, double score, double... box) {
        return thing(label, score, JsonObject.EMPTY, box);
    }

    static AnalysisResult thing(String label, double score, JsonObject more, double... box) {
        JsonObject.Builder data = JsonObject.builder().put("Kind", "Detection").put("Label", label).put("Score", JsonValue.of(score));
        if (box.length == 4) {
            data.put("Box", new Box(box[0], box[1], box[2], box[3]).told());
        }
        more.members().forEach(data::put);
        return new AnalysisResult(Optional.empty(), OptionalInt.of(AnalysisResult.ARTICLE), Optional.of(data.build()));
    }

    static AnalysisResult looking(AnalysisResult thing, double... vector) {
        List<JsonValue> values = new ArrayList<>();
        for (double value : vector) {
            values.add(JsonValue.of(value));
        }
        return new AnalysisResult(Optional.of(JsonObject.builder().put("Vector", new JsonArray(values)).build()), thing.type(),
                thing.resultData());
    }

    static AnalysisResult reading(String name, double value) {
        return new AnalysisResult(Optional.empty(), OptionalInt.of(AnalysisResult.SCENE), Optional.of(JsonObject.builder()
                .put("Kind", "Measurement").put("Name", name).put("Value", JsonValue.of(value)).put("Unit", "C").build()));
    }

    static JsonObject data(TaskResultBody.Data data, int part) {
        return data.analysisResult().orElseThrow().get(part).resultData().orElseThrow();
    }
}
