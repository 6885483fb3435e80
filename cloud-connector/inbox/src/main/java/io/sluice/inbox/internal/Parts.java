package io.sluice.inbox.internal;

import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.message.TaskResultBody.ImageResult;
import io.sluice.api.message.TaskResultBody.VideoResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pictures and clips of a result, which are listed and read one by one. */
final class Parts {

    private static final String REFERENCE = "Reference";

    /**
     * @param kind {@code image} or {@code video}
     * @param data empty where it is referred to
     * @param size in bytes
     */
    record Part(String kind, Optional<BinaryPart> data, long size) {}

    private Parts() {}

    /** In order; the place in the list is the part's number. */
    static List<Part> of(TaskResultBody result) {
        List<Part> parts = new ArrayList<>();
        result.taskResultData().imageResult().flatMap(one -> part("image", one.imageData(), one.imageInfo())).ifPresent(parts::add);
        result.taskResultData().videoResult().flatMap(one -> part("video", one.videoSliceData(), one.videoSliceInfo()))
                .ifPresent(parts::add);
        return parts;
    }

    private static Optional<Part> part(String kind, Optional<BinaryPart> data, Optional<JsonObject> info) {
        if (data.isPresent()) {
            return Optional.of(new Part(kind, data, data.get().length()));
        }
        return info.flatMap(object -> object.get(REFERENCE)).filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                .map(reference -> new Part(kind, Optional.empty(), reference.get("ContentSize")
                        .filter(JsonNumber.class::isInstance).map(number -> (long) ((JsonNumber) number).toDouble()).orElse(0L)));
    }

    static boolean referred(TaskResultBody result) {
        return of(result).stream().anyMatch(part -> part.data().isEmpty());
    }

    /** The result without what it carries of them, for lists. */
    static TaskResultBody without(TaskResultBody r) {
        Data data = r.taskResultData();
        Data light = new Data(
                data.imageResult().map(one ->
                        new ImageResult(Optional.empty(), one.imageInfo(), one.imageFeatureInfo(), one.extra())),
                data.videoResult().map(one ->
                        new VideoResult(Optional.empty(), one.videoSliceInfo(), one.videoFeatureInfo(), one.extra())),
                data.analysisResult(), data.extra());
        return new TaskResultBody(r.taskId(), r.parentTaskId(), r.deviceId(), r.dstDeviceList(), r.algId(), r.algVersion(), r.modelList(),
                r.longitude(), r.latitude(), r.ts(), r.createTime(), light, r.extra());
    }
}
