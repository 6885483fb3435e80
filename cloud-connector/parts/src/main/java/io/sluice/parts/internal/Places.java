package io.sluice.parts.internal;

import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.message.TaskResultBody.ImageResult;
import io.sluice.api.message.TaskResultBody.VideoResult;
import java.util.Optional;

/** Where a result has parts: its picture and its clip, each beside an object that describes it. */
final class Places {

    /** One part, there or referred to, or neither. */
    record Part(Optional<BinaryPart> data, Optional<JsonObject> info) {

        /** Empty where the part is there, or is none. */
        Optional<JsonValue> reference() {
            return data.isPresent() ? Optional.empty() : info.flatMap(object -> object.get(Reference.MEMBER));
        }

        /** The reference instead of the part. */
        Part referring(Reference reference) {
            return new Part(Optional.empty(), Optional.of(without().put(Reference.MEMBER, reference.json()).build()));
        }

        /** The part instead of the reference. */
        Part carrying(byte[] content) {
            JsonObject rest = without().build();
            return new Part(Optional.of(BinaryPart.owning(content)), rest.isEmpty() ? Optional.empty() : Optional.of(rest));
        }

        private JsonObject.Builder without() {
            JsonObject.Builder builder = JsonObject.builder();
            info.ifPresent(object -> object.members().forEach((name, value) -> {
                if (!name.equals(Reference.MEMBER)) {
                    builder.put(name, value);
                }
            }));
            return builder;
        }
    }

    /** What becomes of a part. */
    interface Change {

        /** @param place names it within its result */
        Part apply(String place, Part part);
    }

    private Places() {}

    /** The same result where nothing changes. */
    static TaskResultBody change(TaskResultBody result, Change change) {
        Data data = result.taskResultData();
        Optional<ImageResult> image = data.imageResult().map(one -> {
            Part part = change.apply("Image", new Part(one.imageData(), one.imageInfo()));
            return new ImageResult(part.data(), part.info(), one.imageFeatureInfo(), one.extra());
        });
        Optional<VideoResult> video = data.videoResult().map(one -> {
            Part part = change.apply("VideoSlice", new Part(one.videoSliceData(), one.videoSliceInfo()));
            return new VideoResult(part.data(), part.info(), one.videoFeatureInfo(), one.extra());
        });
        return image.equals(data.imageResult()) && video.equals(data.videoResult()) ? result
                : with(result, new Data(image, video, data.analysisResult(), data.extra()));
    }

    private static TaskResultBody with(TaskResultBody r, Data data) {
        return new TaskResultBody(r.taskId(), r.parentTaskId(), r.deviceId(), r.dstDeviceList(), r.algId(), r.algVersion(), r.modelList(),
                r.longitude(), r.latitude(), r.ts(), r.createTime(), data, r.extra());
    }
}
