package io.sluice.analytics.internal;

import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one analysis is to do, checked.
 *
 * @param cameraId which camera
 * @param analysis with which model and how
 */
public record Settings(String cameraId, AnalysisSpec analysis) {

    private static final int LEAST_CORNERS = 3;

    /** What the algorithm is loaded for; all else of an analysis changes in place. */
    Use use() {
        return new Use("camera/" + cameraId, analysis.framesPerSecond(), analysis.arguments());
    }

    /** @throws InvalidInputException naming the property that is wrong */
    static Settings of(AnalyticsConfig config) {
        requireText("camera.id", config.camera_id());
        requireText("model.id", config.model_id());
        double rate = config.frames_per_second();
        if (!(rate >= 0 && rate <= 1000)) {
            throw invalid("frames.per.second", "must be 0 to 1000, not " + rate);
        }
        double threshold = config.score_threshold();
        if (!(threshold <= 1)) {
            throw invalid("score.threshold", "must be at most 1, not " + threshold);
        }
        List<Zone> zones = Arrays.stream(config.zones()).map(Settings::zone).toList();
        List<Line> lines = Arrays.stream(config.lines()).map(Settings::line).toList();
        requireUnique("zones", zones.stream().map(Zone::name).toList());
        requireUnique("lines", lines.stream().map(Line::name).toList());
        return new Settings(config.camera_id(), new AnalysisSpec(config.model_id(), rate, region(config.region()),
                threshold, Set.of(Arrays.stream(config.labels()).distinct().toArray(String[]::new)), zones, lines,
                config.arguments(), config.candidate()));
    }

    private static Region region(String text) {
        double[] values = numbers("region", text.split(",", -1), 4);
        boolean within = values[0] >= 0 && values[1] >= 0 && values[2] > 0 && values[3] > 0
                && values[0] + values[2] <= 1.000001 && values[1] + values[3] <= 1.000001;
        if (!within) {
            throw invalid("region", "must lie within the picture, 0 to 1, and not be empty: " + text);
        }
        return new Region(values[0], values[1], values[2], values[3]);
    }

    private static Zone zone(String text) {
        List<Point> outline = points("zones", text);
        if (outline.size() < LEAST_CORNERS) {
            throw invalid("zones", "a zone has at least three corners: " + text);
        }
        return new Zone(name("zones", text), outline);
    }

    private static Line line(String text) {
        List<Point> ends = points("lines", text);
        if (ends.size() != 2 || ends.get(0).equals(ends.get(1))) {
            throw invalid("lines", "a line has two different ends: " + text);
        }
        return new Line(name("lines", text), ends.get(0), ends.get(1));
    }

    /** What comes after the last colon, for a name may hold one itself. */
    private static List<Point> points(String field, String text) {
        String places = text.substring(text.lastIndexOf(':') + 1).strip();
        return Arrays.stream(places.split("\\s+")).map(place -> point(field, place)).toList();
    }

    private static Point point(String field, String text) {
        double[] values = numbers(field, text.split(",", -1), 2);
        return new Point(values[0], values[1]);
    }

    private static String name(String field, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw invalid(field, "must begin with a name and a colon: " + text);
        }
        return text.substring(0, colon);
    }

    private static double[] numbers(String field, String[] texts, int count) {
        try {
            double[] values = Arrays.stream(texts).mapToDouble(Double::parseDouble).toArray();
            if (values.length == count && Arrays.stream(values).allMatch(Double::isFinite)) {
                return values;
            }
        } catch (NumberFormatException notNumbers) {
            throw invalid(field, "must hold numbers, not '" + String.join(",", texts) + "'");
        }
        throw invalid(field, "must hold " + count + " numbers, not '" + String.join(",", texts) + "'");
    }

    private static void requireText(String field, String value) {
        if (value == null || value.isBlank()) {
            throw invalid(field, "must not be empty");
        }
    }

    private static void requireUnique(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw invalid(field, "has '" + name + "' twice");
            }
        }
    }

    private static InvalidInputException invalid(String field, String what) {
        return new InvalidInputException("analysis.settings.invalid", field, "'" + field + "' " + what, "Correct it.");
    }
}
