package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskDispatchInfo.Dependency;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.message.TaskResultBody.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Tasks and results as a scheduler and another task would send them. */
final class Tasks {

    static final String DEVICE = "31010000001320000001";

    private Tasks() {}

    static TaskDispatchInfo on(int type, Optional<String> url, List<String> predecessors, JsonObject arguments) {
        return new TaskDispatchInfo("t", Optional.empty(), Optional.empty(), OptionalInt.of(type), OptionalInt.empty(), Optional.empty(),
                Optional.of(predecessors.stream().map(id -> new Dependency(id, Optional.empty(),
                        Optional.of(JsonObject.builder().put("Kind", "data").build()))).toList()),
                TaskDispatchInfo.RESIDENT, Optional.empty(), new AlgModelInfo(0, Optional.empty(), "1", Optional.empty(), Optional.empty()),
                new InputInfo(url, Optional.of(arguments), OptionalInt.empty()),
                List.of(new Destination(Optional.of(DEVICE), Optional.empty())));
    }

    static TaskDispatchInfo afterLook(int type, JsonObject arguments) {
        return on(type, Optional.of("task:look"), List.of("look"), arguments);
    }

    static TaskDispatchInfo withFeatures(int type, JsonObject.Builder arguments, float[]... vectors) {
        List<JsonValue> features = new ArrayList<>();
        for (float[] vector : vectors) {
            features.add(FeatureInfos.plain(JsonObject.EMPTY, vector));
        }
        return on(type, Optional.empty(), List.of(), arguments.put("Features", new JsonArray(features)).build());
    }

    /** A result of the task look with a person for each vector, and a thing without one. */
    static TaskResultBody look(String key, float[]... vectors) {
        List<AnalysisResult> parts = new ArrayList<>();
        for (float[] vector : vectors) {
            parts.add(new AnalysisResult(Optional.of(FeatureInfos.plain(JsonObject.builder().put("Layer", "fc7").build(), vector)),
                    OptionalInt.of(AnalysisResult.PERSON), Optional.of(JsonObject.builder().put("Kind", "Detection")
                            .put("Label", "person").put("TrackID", 7).build())));
        }
        parts.add(new AnalysisResult(Optional.empty(), OptionalInt.of(AnalysisResult.ARTICLE),
                Optional.of(JsonObject.builder().put("Kind", "Detection").put("Label", "bag").build())));
        JsonObject picture = JsonObject.builder().put("Picture", JsonObject.builder().put("Sequence", 5).build()).build();
        return result(key, new Data(Optional.empty(), Optional.empty(), Optional.of(parts), picture));
    }

    static TaskResultBody result(String key, Data data) {
        return new TaskResultBody("look", Optional.empty(), DEVICE, List.of(), 0, "1", Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), 1_767_225_600_000L, Optional.empty(), data, JsonObject.builder().put("Key", key).build());
    }
}
