package io.sluice.support.camera;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import io.sluice.support.json.StrictObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The part of a camera's document that says what is looked for. */
final class AnalysisDocuments {

    /** Enough for people and vehicles, and bearable for a small processor. */
    private static final double FRAMES_PER_SECOND = 5;

    private static final double MODELS_OWN = -1;
    private static final int MOST_PLACES = 64;
    private static final int MOST_CORNERS = 64;
    private static final int MOST_LABELS = 1000;
    private static final int LONGEST_NAME = 64;
    /** As a maker's version may be (T/AI 116.6 table 14). */
    private static final int LONGEST_VERSION = 19;
    private static final int LONGEST_ARGUMENTS = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AnalysisDocuments() {}

    static List<AnalysisSpec> read(List<StrictObject> documents) {
        List<AnalysisSpec> analyses = new ArrayList<>();
        Set<String> models = new HashSet<>();
        for (StrictObject document : documents) {
            AnalysisSpec analysis = analysis(document);
            if (!models.add(analysis.modelId())) {
                throw document.invalid("model", "is there a second time; one analysis a model and camera is possible");
            }
            analyses.add(analysis);
        }
        return analyses;
    }

    static void write(AnalysisSpec spec, ObjectNode analysis) {
        analysis.put("model", spec.modelId()).put("framesPerSecond", spec.framesPerSecond());
        analysis.putObject("region")
                .put("x", spec.region().x())
                .put("y", spec.region().y())
                .put("width", spec.region().width())
                .put("height", spec.region().height());
        analysis.put("scoreThreshold", spec.scoreThreshold());
        ArrayNode labels = analysis.putArray("labels");
        spec.labels().stream().sorted().forEach(labels::add);
        ArrayNode zones = analysis.putArray("zones");
        for (Zone zone : spec.zones()) {
            ArrayNode outline = zones.addObject().put("name", zone.name()).putArray("outline");
            zone.outline().forEach(corner -> write(corner, outline.addObject()));
        }
        ArrayNode lines = analysis.putArray("lines");
        for (Line line : spec.lines()) {
            ObjectNode node = lines.addObject().put("name", line.name());
            write(line.start(), node.putObject("start"));
            write(line.end(), node.putObject("end"));
        }
        analysis.set("arguments", tree(spec.arguments()));
        if (!spec.candidate().isEmpty()) {
            analysis.put("candidate", spec.candidate());
        }
    }

    private static JsonNode tree(String arguments) {
        try {
            return JSON.readTree(arguments);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("An analysis has arguments that are no JSON", broken);
        }
    }

    private static void write(Point point, ObjectNode node) {
        node.put("x", point.x()).put("y", point.y());
    }

    private static AnalysisSpec analysis(StrictObject analysis) {
        Set<String> names = new HashSet<>();
        List<Zone> zones = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        String model = CameraDocuments.id(analysis, "model");
        double framesPerSecond = analysis.number("framesPerSecond", 0, 1000, FRAMES_PER_SECOND);
        Region region = analysis.object("region").map(AnalysisDocuments::region).orElse(Region.ALL);
        double score = analysis.number("scoreThreshold", -1, 1, MODELS_OWN);
        Set<String> labels = Set.copyOf(analysis.texts("labels", MOST_LABELS, LONGEST_NAME));
        analysis.objects("zones", MOST_PLACES).forEach(zone -> zones.add(zone(zone, names)));
        analysis.objects("lines", MOST_PLACES).forEach(line -> lines.add(line(line, names)));
        String arguments = arguments(analysis);
        String candidate = analysis.has("candidate") ? analysis.scalar("candidate", LONGEST_VERSION) : "";
        analysis.end();
        return new AnalysisSpec(model, framesPerSecond, region, score < 0 ? MODELS_OWN : score, labels, zones, lines,
                arguments, candidate);
    }

    /** Only that it is an object is known here; whoever has the algorithm checks it against the schema. */
    private static String arguments(StrictObject analysis) {
        if (analysis.object("arguments").isEmpty()) {
            return "{}";
        }
        String text = analysis.raw("arguments").toString();
        if (text.length() > LONGEST_ARGUMENTS) {
            throw analysis.invalid("arguments", "must have at most " + LONGEST_ARGUMENTS + " characters");
        }
        return text;
    }

    private static Region region(StrictObject region) {
        Region read = new Region(
                region.number("x", 0, 1), region.number("y", 0, 1),
                region.number("width", 0, 1), region.number("height", 0, 1));
        region.end();
        reach(region, "width", read.x(), read.width());
        reach(region, "height", read.y(), read.height());
        return read;
    }

    private static void reach(StrictObject region, String name, double begin, double size) {
        // Sums of decimal fractions miss 1 by a little: 0.1 + 0.9 must pass.
        if (size <= 0 || begin + size > 1 + 1e-9) {
            throw region.invalid(name, "must be more than 0 and must not reach beyond the picture");
        }
    }

    private static Zone zone(StrictObject zone, Set<String> names) {
        String name = name(zone, names);
        List<Point> outline = zone.objects("outline", MOST_CORNERS).stream().map(AnalysisDocuments::point).toList();
        if (outline.size() < 3) {
            throw zone.invalid("outline", "must have three corners at least, not " + outline.size());
        }
        zone.end();
        return new Zone(name, outline);
    }

    private static Line line(StrictObject line, Set<String> names) {
        String name = name(line, names);
        Point start = point(line.requiredObject("start"));
        Point end = point(line.requiredObject("end"));
        if (start.equals(end)) {
            throw line.invalid("end", "must differ from the start");
        }
        line.end();
        return new Line(name, start, end);
    }

    private static String name(StrictObject place, Set<String> names) {
        String name = place.text("name", LONGEST_NAME);
        if (name.indexOf(':') >= 0) {
            throw place.invalid("name", "must not contain ':'");
        }
        if (!names.add(name)) {
            throw place.invalid("name", "is there a second time; zones and lines of an analysis need names of their own");
        }
        return name;
    }

    private static Point point(StrictObject point) {
        Point read = new Point(point.number("x", 0, 1), point.number("y", 0, 1));
        point.end();
        return read;
    }
}
