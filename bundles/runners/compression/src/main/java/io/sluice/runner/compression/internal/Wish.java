package io.sluice.runner.compression.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.runner.kit.ArgumentReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a task wants: its source and its arguments as a request for a job, all but the names of the algorithm and of what is made.
 *
 * @param newVersion as wished
 */
record Wish(ObjectNode request, Optional<String> newVersion) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAMERA = "camera:";
    private static final Set<String> KNOWN = Set.of("Model", "Method", "From", "To", "Frames", "Agreement", "Speedup", "Findings",
            "Device", "NewVersion");

    /** @throws InvalidInputException naming the argument that is wrong */
    static Wish of(TaskDispatchInfo task) {
        ArgumentReader given = ArgumentReader.of(task.inputInfo().algArgs().orElse(JsonObject.EMPTY), "", KNOWN);
        ObjectNode request = JSON.createObjectNode();
        given.text("Model").ifPresent(model -> request.put("model", model));
        given.word("Method", List.of("static", "dynamic")).ifPresent(method -> request.put("method", method));
        given.text("Device").ifPresent(device -> request.put("device", device));
        ObjectNode frames = request.putObject("frames");
        String source = task.inputInfo().streamUrl().orElse("");
        if (source.startsWith(CAMERA)) {
            frames.put("camera", source.substring(CAMERA.length()));
            time(given, "From").ifPresent(from -> frames.put("from", from));
            time(given, "To").ifPresent(to -> frames.put("to", to));
        } else if (source.isEmpty()) {
            frames.put("vectors", true);
        } else {
            throw ArgumentReader.invalid("StreamURL", "must be camera:<id>, whose recordings are used, or be left out for the pictures "
                    + "of the algorithm's test vectors");
        }
        given.whole("Frames", 6, 400).ifPresent(count -> frames.put("count", count));
        ObjectNode bounds = request.putObject("bounds");
        given.number("Agreement", 0, 1).ifPresent(share -> bounds.put("agreement", share));
        given.number("Speedup", 0.01, 1000).ifPresent(times -> bounds.put("speedup", times));
        given.whole("Findings", 1, 100_000).ifPresent(count -> bounds.put("findings", count));
        return new Wish(request, given.text("NewVersion"));
    }

    /** For a job that may take any name. */
    String request(String algorithm, String version) {
        return named(algorithm, version).toString();
    }

    String request(String algorithm, String version, String made) {
        return named(algorithm, version).put("newVersion", made).toString();
    }

    private ObjectNode named(String algorithm, String version) {
        return request.deepCopy().put("algorithm", algorithm).put("version", version);
    }

    private static Optional<String> time(ArgumentReader given, String name) {
        return given.text(name).map(text -> {
            try {
                return Instant.parse(text).toString();
            } catch (DateTimeParseException wrong) {
                throw ArgumentReader.invalid(name, "must be a time such as 2026-03-01T12:00:00Z");
            }
        });
    }
}
