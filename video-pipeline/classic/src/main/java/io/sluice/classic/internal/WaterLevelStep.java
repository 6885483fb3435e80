package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.result.Measurement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds where the ruler goes into the water. Along the ruler, colours above the line are of one kind and those below of
 * another, whether they are darker, tinted, or the ruler's own reflection; the line is where the two kinds explain
 * the colours best, see {@link Split}. The median over some pictures is told.
 */
final class WaterLevelStep implements Step {

    private final String name;
    private final double leastConfidence;
    private final int smoothing;
    private final RulerStrip strip;
    private final Scale scale;
    private final Deque<Double> latest = new ArrayDeque<>();

    WaterLevelStep(JsonNode arguments) {
        name = arguments.get("name").textValue();
        leastConfidence = arguments.get("leastConfidence").doubleValue();
        smoothing = arguments.get("smoothing").intValue();
        List<double[]> places = new ArrayList<>();
        arguments.get("points").forEach(point ->
                places.add(new double[] {point.get("x").doubleValue(), point.get("y").doubleValue()}));
        strip = new RulerStrip(places, arguments.get("width").doubleValue());
        List<Scale.Point> points = new ArrayList<>();
        for (int index = 0; index < places.size(); index++) {
            double metres = arguments.get("points").get(index).get("metres").doubleValue();
            points.add(new Scale.Point(strip.along(index), metres));
        }
        if (!Scale.rises(points)) {
            throw OperatorArguments.unfit("points", "must be different places, from the top down");
        }
        scale = new Scale(points);
    }

    @Override
    public Outcome apply(Picture picture) {
        Split split = Split.first(strip.features(picture), leastConfidence);
        if (split.confidence() < leastConfidence) {
            return new Outcome(List.of(), List.of(), Optional.empty());
        }
        latest.addLast(scale.value(split.place()));
        if (latest.size() > smoothing) {
            latest.removeFirst();
        }
        double[] sorted = latest.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        Measurement level = new Measurement(name, sorted[sorted.length / 2], "m", split.confidence());
        return new Outcome(List.of(), List.of(level), Optional.empty());
    }

    @Override
    public void close() {
        latest.clear();
    }
}
