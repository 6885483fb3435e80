package io.sluice.compression.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.support.json.StrictObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What is to be compressed, and what is asked of the outcome.
 *
 * @param algorithm id
 * @param version of it; the active one where it is left out
 * @param model id; may be left out where there is one
 * @param dynamic without calibration
 * @param frames to calibrate with and to compare on
 * @param agreement least share of findings that are those of the original
 * @param speedup least number of times it must be as fast
 * @param findings least number of findings compared
 * @param device on which it must be as fast; the processor where it is left out
 * @param newVersion name of what is made
 */
record CompressionRequest(
        String algorithm,
        Optional<String> version,
        Optional<String> model,
        boolean dynamic,
        Frames frames,
        double agreement,
        double speedup,
        int findings,
        Optional<String> device,
        Optional<String> newVersion) {

    static final int LEAST_FRAMES = 6;
    private static final int MOST_FRAMES = 400;
    private static final int USUAL_FRAMES = 60;
    private static final int LONGEST = 64;

    /**
     * Where frames come from.
     *
     * @param camera whose recordings; empty for the pictures of the algorithm's test vectors
     * @param from inclusive
     * @param to exclusive
     * @param count most frames
     */
    record Frames(Optional<String> camera, Instant from, Instant to, int count) {}

    /**
     * @param now to which a time that is left out reaches
     * @throws io.sluice.api.error.InvalidInputException naming the field
     */
    static CompressionRequest of(JsonNode body, Instant now) {
        StrictObject root = StrictObject.root(body);
        String algorithm = root.text("algorithm", LONGEST);
        Optional<String> version = optional(root, "version");
        Optional<String> model = optional(root, "model");
        String method = root.text("method", LONGEST, "static");
        if (!method.equals("static") && !method.equals("dynamic")) {
            throw root.invalid("method", "must be static or dynamic, not '" + method + "'");
        }
        Frames frames = frames(root.requiredObject("frames"), now);
        double[] bounds = {0.98, 1.25};
        int[] findings = {20};
        root.object("bounds").ifPresent(given -> {
            bounds[0] = given.number("agreement", 0, 1, bounds[0]);
            bounds[1] = given.number("speedup", 0.01, 1000, bounds[1]);
            findings[0] = given.integer("findings", 1, 100_000, findings[0]);
            given.end();
        });
        Optional<String> device = optional(root, "device");
        Optional<String> newVersion = optional(root, "newVersion");
        root.end();
        return new CompressionRequest(algorithm, version, model, method.equals("dynamic"), frames, bounds[0], bounds[1],
                findings[0], device, newVersion);
    }

    /** As it is told, and read again to repeat it: with all that was left out. */
    ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("algorithm", algorithm);
        version.ifPresent(value -> document.put("version", value));
        model.ifPresent(value -> document.put("model", value));
        document.put("method", dynamic ? "dynamic" : "static");
        ObjectNode from = document.putObject("frames");
        if (frames.camera().isPresent()) {
            from.put("camera", frames.camera().get()).put("from", frames.from().toString())
                    .put("to", frames.to().toString());
        } else {
            from.put("vectors", true);
        }
        from.put("count", frames.count());
        document.putObject("bounds").put("agreement", agreement).put("speedup", speedup).put("findings", findings);
        device.ifPresent(value -> document.put("device", value));
        newVersion.ifPresent(value -> document.put("newVersion", value));
        return document;
    }

    /** The same of this version and model. */
    CompressionRequest of(String certainVersion, String certainModel) {
        return new CompressionRequest(algorithm, Optional.of(certainVersion), Optional.of(certainModel), dynamic, frames,
                agreement, speedup, findings, device, newVersion);
    }

    private static Frames frames(StrictObject given, Instant now) {
        boolean vectors = given.flag("vectors", false);
        Optional<String> camera = optional(given, "camera");
        if (vectors == camera.isPresent()) {
            throw given.invalid("camera", "or 'vectors: true' must be given, and not both");
        }
        Instant to = instant(given, "to").orElse(now);
        Instant from = instant(given, "from").orElse(to.minus(Duration.ofDays(1)));
        if (!from.isBefore(to)) {
            throw given.invalid("to", "must be after 'from'");
        }
        int count = given.integer("count", LEAST_FRAMES, MOST_FRAMES, USUAL_FRAMES);
        given.end();
        return new Frames(camera, from, to, count);
    }

    private static Optional<Instant> instant(StrictObject given, String name) {
        Optional<String> text = optional(given, name);
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException error) {
            throw given.invalid(name, "must be a time with its offset, such as 2026-01-31T08:00:00Z");
        }
    }

    private static Optional<String> optional(StrictObject given, String name) {
        return given.has(name) ? Optional.of(given.text(name, LONGEST)) : Optional.empty();
    }
}
