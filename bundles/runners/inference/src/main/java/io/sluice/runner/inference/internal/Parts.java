package io.sluice.runner.inference.internal;

import io.sluice.api.frame.Region;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Embedding;
import io.sluice.api.result.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What was found in a picture as the parts of a result (table 26); docs/protocol.md tells their form. */
final class Parts {

    private static final Set<String> FACES = Set.of("face");
    private static final Set<String> PERSONS = Set.of("person", "pedestrian", "people", "worker", "head");
    private static final Set<String> VEHICLES =
            Set.of("vehicle", "car", "truck", "bus", "van", "motorcycle", "motorbike", "bicycle", "train", "tricycle");
    private static final double DIGITS = 1e5;
    /** Of the picture's width or height. */
    private static final double LEAST = 1e-4;

    private Parts() {}

    static TaskResultBody.Data of(io.sluice.api.result.AnalysisResult found) {
        List<AnalysisResult> parts = new ArrayList<>();
        found.detections().forEach(detection -> parts.add(detection(detection)));
        found.crossings().forEach(crossing -> parts.add(crossing(crossing)));
        found.measurements().forEach(measurement -> parts.add(measurement(measurement)));
        JsonObject picture = JsonObject.builder()
                .put("Sequence", found.frame().sequence())
                .put("MediaTime", found.frame().mediaTime())
                .put("TakenMicros", micros(found.frame().wallClock()))
                .build();
        return new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(parts),
                JsonObject.builder().put("Picture", picture).build());
    }

    /**
     * What was found in a part of a picture.
     *
     * @param of the part, as {@code Of} of each
     */
    static List<AnalysisResult> of(List<Detection> detections, List<Measurement> measurements, Optional<JsonObject> of) {
        List<AnalysisResult> parts = new ArrayList<>();
        detections.forEach(detection -> parts.add(detection(detection)));
        measurements.forEach(measurement -> parts.add(measurement(measurement)));
        return of.isEmpty() ? parts : parts.stream().map(part -> new AnalysisResult(part.featureInfo(), part.type(),
                part.resultData().map(data -> with(data, of.get())))).toList();
    }

    private static JsonObject with(JsonObject data, JsonObject of) {
        JsonObject.Builder told = JsonObject.builder();
        data.members().forEach(told::put);
        return told.put("Of", of).build();
    }

    /** The box of a thing that another task found, as far as it is on the picture; empty where it is none. */
    static Optional<Region> box(AnalysisResult part) {
        return part.resultData().flatMap(data -> data.get("Box")).filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                .flatMap(box -> {
                    double left = Math.max(0, number(box, "X"));
                    double top = Math.max(0, number(box, "Y"));
                    double right = Math.min(1, number(box, "X") + number(box, "Width"));
                    double bottom = Math.min(1, number(box, "Y") + number(box, "Height"));
                    return right - left > LEAST && bottom - top > LEAST
                            ? Optional.of(new Region(left, top, right - left, bottom - top)) : Optional.empty();
                });
    }

    private static double number(JsonObject object, String name) {
        return object.get(name).filter(JsonNumber.class::isInstance).map(value -> ((JsonNumber) value).toDouble()).orElse(Double.NaN);
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    private static AnalysisResult detection(Detection detection) {
        JsonObject.Builder data = JsonObject.builder()
                .put("Kind", "Detection")
                .put("Label", detection.label())
                .put("Score", number(detection.score()));
        boolean whole = detection.box().equals(Region.ALL) && detection.trackId().isEmpty();
        if (!whole) {
            data.put("Box", JsonObject.builder()
                    .put("X", number(detection.box().x()))
                    .put("Y", number(detection.box().y()))
                    .put("Width", number(detection.box().width()))
                    .put("Height", number(detection.box().height()))
                    .build());
        }
        detection.trackId().ifPresent(track -> data.put("TrackID", track));
        int type = whole ? AnalysisResult.SCENE : type(detection.label());
        return new AnalysisResult(detection.embedding().map(Parts::vector), OptionalInt.of(type), Optional.of(data.build()));
    }

    private static AnalysisResult crossing(Crossing crossing) {
        return new AnalysisResult(Optional.empty(), OptionalInt.of(type(crossing.label())), Optional.of(JsonObject.builder()
                .put("Kind", "Crossing")
                .put("Event", crossing.kind().name())
                .put("Place", crossing.place())
                .put("Label", crossing.label())
                .put("TrackID", crossing.trackId())
                .build()));
    }

    private static AnalysisResult measurement(Measurement measurement) {
        return new AnalysisResult(Optional.empty(), OptionalInt.of(AnalysisResult.SCENE), Optional.of(JsonObject.builder()
                .put("Kind", "Measurement")
                .put("Name", measurement.name())
                .put("Value", JsonValue.of(measurement.value()))
                .put("Unit", measurement.unit())
                .put("Score", number(measurement.confidence()))
                .build()));
    }

    private static JsonObject vector(Embedding embedding) {
        List<JsonValue> values = new ArrayList<>();
        for (float value : embedding.values()) {
            values.add(number(value));
        }
        return JsonObject.builder().put("Vector", new JsonArray(values)).build();
    }

    /** To five decimals: more is no knowledge of a network's. */
    private static JsonValue number(double value) {
        return JsonValue.of(Math.round(value * DIGITS) / DIGITS);
    }

    private static int type(String label) {
        String word = label.toLowerCase(Locale.ROOT);
        if (FACES.contains(word)) {
            return AnalysisResult.FACE;
        }
        if (PERSONS.contains(word)) {
            return AnalysisResult.PERSON;
        }
        return VEHICLES.contains(word) ? AnalysisResult.VEHICLE : AnalysisResult.ARTICLE;
    }
}
