package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.message.TaskResultBody.ImageResult;
import io.sluice.api.message.TaskResultBody.VideoResult;
import io.sluice.api.task.TaskContext;
import io.sluice.runner.features.internal.coding.EncodedFeature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Hands results on with their vectors encoded, or decoded; all else stays as it came. */
final class CodingWork implements FeatureWork {

    private final CodingPlan plan;
    private final TaskContext context;

    CodingWork(CodingPlan plan, TaskContext context) {
        this.plan = plan;
        this.context = context;
    }

    @Override
    public void given(int index, JsonObject feature) {
        Tally tally = new Tally();
        AnalysisResult part = new AnalysisResult(Optional.of(coded(feature, tally)), OptionalInt.empty(),
                Optional.of(JsonObject.builder().put("Kind", "Feature").put("Index", index).build()));
        context.emit("given-" + index, Instant.now(), new Data(Optional.empty(), Optional.empty(), Optional.of(List.of(part)),
                tally.beside(JsonObject.EMPTY)));
    }

    @Override
    public void arrived(TaskResultBody result) {
        Tally tally = new Tally();
        Data data = result.taskResultData();
        Optional<ImageResult> image = data.imageResult().map(one -> new ImageResult(one.imageData(), one.imageInfo(),
                one.imageFeatureInfo().map(info -> coded(info, tally)), one.extra()));
        Optional<VideoResult> video = data.videoResult().map(one -> new VideoResult(one.videoSliceData(), one.videoSliceInfo(),
                one.videoFeatureInfo().map(info -> coded(info, tally)), one.extra()));
        Optional<List<AnalysisResult>> parts = data.analysisResult().map(list -> list.stream()
                .map(one -> new AnalysisResult(one.featureInfo().map(info -> coded(info, tally)), one.type(), one.resultData(), one.extra()))
                .toList());
        // A result without a vector goes on too: whoever gets the results counts on each.
        context.emit(Input.key(result), Instant.ofEpochMilli(result.ts()), new Data(image, video, parts, tally.beside(data.extra())));
    }

    private JsonObject coded(JsonObject info, Tally tally) {
        Optional<float[]> vector = FeatureInfos.vector(info);
        if (vector.isEmpty()) {
            return info;
        }
        if (plan.mode() == CodingPlan.Mode.DECODE) {
            tally.decoded();
            return FeatureInfos.plain(info, vector.get());
        }
        EncodedFeature encoded = plan.encode(vector.get());
        tally.encoded(vector.get().length, encoded);
        return FeatureInfos.encoded(info, encoded);
    }

    /** What coding did to one result. */
    private static final class Tally {

        private int features;
        private long before;
        private long after;
        private double leastCosine = 1;
        private boolean encoding;

        void decoded() {
            features++;
        }

        void encoded(int dimension, EncodedFeature feature) {
            encoding = true;
            features++;
            before += (long) dimension * Float.BYTES;
            after += feature.bytes().length;
            leastCosine = Math.min(leastCosine, feature.cosine());
        }

        /** The members there were, and {@code Coding}, instead of that of an earlier task. */
        JsonObject beside(JsonObject others) {
            JsonObject.Builder all = JsonObject.builder();
            others.members().forEach((name, value) -> {
                if (!name.equals("Coding")) {
                    all.put(name, value);
                }
            });
            JsonObject.Builder coding = JsonObject.builder().put("Features", features);
            if (encoding) {
                coding.put("LeastCosine", JsonValue.of(leastCosine)).put("FloatBytes", before).put("EncodedBytes", after);
            }
            return all.put("Coding", coding.build()).build();
        }
    }
}
