package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A vector of a result.
 *
 * @param description the {@code ResultData} beside it
 */
record Found(float[] vector, OptionalInt type, JsonObject description) {

    /** In the order of the parts, then those of picture and clip. */
    static List<Found> in(TaskResultBody result) {
        List<Found> found = new ArrayList<>();
        TaskResultBody.Data data = result.taskResultData();
        for (AnalysisResult part : data.analysisResult().orElse(List.of())) {
            part.featureInfo().flatMap(FeatureInfos::vector).ifPresent(vector ->
                    found.add(new Found(vector, part.type(), part.resultData().orElse(JsonObject.EMPTY))));
        }
        data.imageResult().flatMap(TaskResultBody.ImageResult::imageFeatureInfo).flatMap(FeatureInfos::vector)
                .ifPresent(vector -> found.add(new Found(vector, OptionalInt.of(AnalysisResult.SCENE), whole("Image"))));
        data.videoResult().flatMap(TaskResultBody.VideoResult::videoFeatureInfo).flatMap(FeatureInfos::vector)
                .ifPresent(vector -> found.add(new Found(vector, OptionalInt.of(AnalysisResult.SCENE), whole("Video"))));
        return found;
    }

    String label() {
        return description.text("Label").orElse("");
    }

    private static JsonObject whole(String kind) {
        return JsonObject.builder().put("Kind", kind).build();
    }
}
