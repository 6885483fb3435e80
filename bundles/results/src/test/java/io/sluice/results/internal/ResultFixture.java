package io.sluice.results.internal;

import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Embedding;
import io.sluice.api.result.Measurement;
import io.sluice.api.result.ResultQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Results for tests: one a second from a fixed time on. */
final class ResultFixture {

    static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");

    private ResultFixture() {}

    static AnalysisResult result(String camera, long second, String... labels) {
        List<Detection> detections = new ArrayList<>();
        for (String label : labels) {
            detections.add(new Detection(
                    label, 0.9 - detections.size() * 0.1, new Region(0.1, 0.2, 0.3, 0.4),
                    detections.isEmpty() ? OptionalLong.of(second) : OptionalLong.empty()));
        }
        FrameStamp frame = new FrameStamp(camera, second * 25, second * 90_000, START.plusSeconds(second));
        return new AnalysisResult(frame, "model", "1.0", detections, List.of(), List.of());
    }

    static AnalysisResult crossing(String camera, long second) {
        AnalysisResult plain = result(camera, second, "person");
        return new AnalysisResult(
                plain.frame(), plain.modelId(), plain.modelVersion(), plain.detections(),
                List.of(
                        new Crossing(Crossing.Kind.ENTER, "door", 7, "person"),
                        new Crossing(Crossing.Kind.CROSS_TO_LEFT, "sill", 7, "person")),
                List.of());
    }

    static AnalysisResult measurement(String camera, long second) {
        AnalysisResult plain = result(camera, second);
        return new AnalysisResult(
                plain.frame(), plain.modelId(), plain.modelVersion(), List.of(), List.of(),
                List.of(new Measurement("level", 1.25, "m", 0.9), new Measurement("flow", -0.5, "m/s", 0.4)));
    }

    /** Two things of which the second has a vector, and a third whose vector is of that length. */
    static AnalysisResult embedding(String camera, long second, int length) {
        AnalysisResult plain = result(camera, second, "one", "two", "three");
        List<Detection> detections = new ArrayList<>(plain.detections());
        detections.set(1, with(detections.get(1), new float[] {0.25f, -1.5f, Float.MIN_VALUE}));
        detections.set(2, with(detections.get(2), new float[length]));
        return new AnalysisResult(plain.frame(), plain.modelId(), plain.modelVersion(), detections, List.of(), List.of());
    }

    private static Detection with(Detection plain, float[] vector) {
        return new Detection(plain.label(), plain.score(), plain.box(), plain.trackId(), Optional.of(new Embedding(vector)));
    }

    /** All results, oldest first. */
    static final ResultQuery ALL = new ResultQuery(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false,
            ResultQuery.MAX_LIMIT);

    static ResultQuery camera(String camera) {
        return new ResultQuery(
                Optional.of(camera), ALL.label(), ALL.from(), ALL.to(), ALL.afterId(), false, false, ALL.limit());
    }

    static ResultQuery after(long id, int limit) {
        return new ResultQuery(
                ALL.cameraId(), ALL.label(), ALL.from(), ALL.to(), OptionalLong.of(id), false, false, limit);
    }
}
