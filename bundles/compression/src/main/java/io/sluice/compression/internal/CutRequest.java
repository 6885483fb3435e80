package io.sluice.compression.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.support.json.StrictObject;
import java.util.Optional;

/**
 * What is to be cut, and between what.
 *
 * @param algorithm id
 * @param version of it; the active one where it is left out
 * @param model id; may be left out where there is one
 * @param bytesPerSecond of the link
 * @param latencyMillis of the link
 * @param head device of the first part
 * @param tail device of the second part
 * @param period whether the time from frame to frame is to be least, instead of that from a frame's beginning to its outcome
 * @param most cuts measured
 */
record CutRequest(
        String algorithm,
        Optional<String> version,
        Optional<String> model,
        double bytesPerSecond,
        double latencyMillis,
        Optional<String> head,
        Optional<String> tail,
        boolean period,
        int most) {

    private static final int LONGEST = 64;
    private static final int MOST = 100;
    private static final int USUAL = 16;

    /** @throws io.sluice.api.error.InvalidInputException naming the field */
    static CutRequest of(JsonNode body) {
        StrictObject root = StrictObject.root(body);
        String algorithm = root.text("algorithm", LONGEST);
        Optional<String> version = optional(root, "version");
        Optional<String> model = optional(root, "model");
        StrictObject link = root.requiredObject("link");
        double speed = link.number("bytesPerSecond", 1, 1e12);
        double latency = link.number("latencyMillis", 0, 1e6, 0);
        link.end();
        Optional<StrictObject> devices = root.object("devices");
        Optional<String> head = devices.flatMap(given -> optional(given, "head"));
        Optional<String> tail = devices.flatMap(given -> optional(given, "tail"));
        devices.ifPresent(StrictObject::end);
        String goal = root.text("goal", LONGEST, "latency");
        if (!goal.equals("latency") && !goal.equals("period")) {
            throw root.invalid("goal", "must be latency or period, not '" + goal + "'");
        }
        int most = root.integer("most", 1, MOST, USUAL);
        root.end();
        return new CutRequest(algorithm, version, model, speed, latency, head, tail, goal.equals("period"), most);
    }

    /** As it is told, and read again to repeat it. */
    ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("algorithm", algorithm);
        version.ifPresent(value -> document.put("version", value));
        model.ifPresent(value -> document.put("model", value));
        document.putObject("link").put("bytesPerSecond", bytesPerSecond).put("latencyMillis", latencyMillis);
        ObjectNode devices = document.putObject("devices");
        head.ifPresent(value -> devices.put("head", value));
        tail.ifPresent(value -> devices.put("tail", value));
        return document.put("goal", period ? "period" : "latency").put("most", most);
    }

    /** The same of this version and model, and these devices. */
    CutRequest of(String certainVersion, String certainModel, String first, String second) {
        return new CutRequest(algorithm, Optional.of(certainVersion), Optional.of(certainModel), bytesPerSecond,
                latencyMillis, Optional.of(first), Optional.of(second), period, most);
    }

    private static Optional<String> optional(StrictObject given, String name) {
        return given.has(name) ? Optional.of(given.text(name, LONGEST)) : Optional.empty();
    }
}
