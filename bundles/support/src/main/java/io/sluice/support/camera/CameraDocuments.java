package io.sluice.support.camera;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.CameraSpec.Recording;
import io.sluice.api.device.CameraSpec.Source;
import io.sluice.api.error.InvalidInputException;
import io.sluice.support.json.StrictObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The one form of a camera's document, JSON by REST and YAML on disk: between a {@link CameraSpec} and a tree of
 * Jackson's. Only {@code id} and {@code source} are required. Secrets pass as they are: whoever shows a document removes
 * them before, whoever takes one fills in those left out. What only a driver can know about its settings is not checked here.
 */
public final class CameraDocuments {

    /** What an id may be: part of paths, addresses and file names. */
    public static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private static final int MOST_ANALYSES = 16;
    private static final int MOST_SETTINGS = 64;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_SETTING = 4096;
    private static final Pattern SETTING = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    private static final Pattern DRIVER = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private CameraDocuments() {}

    /** @throws InvalidInputException naming the path of the first thing that is wrong */
    public static CameraSpec read(JsonNode document) {
        StrictObject camera = StrictObject.root(document);
        String id = id(camera, "id");
        String name = camera.text("name", LONGEST_NAME, id);
        Source source = source(camera.requiredObject("source"));
        Recording recording = camera.object("recording").map(CameraDocuments::recording).orElse(Recording.DEFAULT);
        var analyses = AnalysisDocuments.read(camera.objects("analyses", MOST_ANALYSES));
        camera.end();
        return new CameraSpec(id, name, source, recording, analyses);
    }

    /** The whole document, defaults included, members in the order people read them. */
    public static ObjectNode write(CameraSpec spec) {
        ObjectNode camera = JsonNodeFactory.instance.objectNode();
        camera.put("id", spec.id()).put("name", spec.name());
        ObjectNode source = camera.putObject("source").put("driver", spec.source().driver());
        ObjectNode settings = source.putObject("settings");
        new TreeMap<>(spec.source().settings()).forEach(settings::put);
        camera.putObject("recording")
                .put("enabled", spec.recording().enabled())
                .put("segmentSeconds", spec.recording().segmentSeconds())
                .put("maxAgeHours", spec.recording().maxAgeHours());
        ArrayNode analyses = camera.putArray("analyses");
        spec.analyses().forEach(analysis -> AnalysisDocuments.write(analysis, analyses.addObject()));
        return camera;
    }

    static String id(StrictObject object, String field) {
        String id = object.text(field, LONGEST_NAME);
        if (!ID.matcher(id).matches()) {
            throw object.invalid(
                    field, "must be 1 to 63 letters, digits, '-' or '_', beginning with a letter or digit");
        }
        return id;
    }

    private static Source source(StrictObject source) {
        String driver = source.text("driver", LONGEST_NAME);
        if (!DRIVER.matcher(driver).matches()) {
            throw source.invalid("driver", "must be a driver's name, such as rtsp or file");
        }
        Map<String, String> settings = source.object("settings").map(CameraDocuments::settings).orElse(Map.of());
        source.end();
        return new Source(driver, settings);
    }

    /** Values stay out of messages: they may be secrets. */
    private static Map<String, String> settings(StrictObject settings) {
        Map<String, String> values = new LinkedHashMap<>();
        if (settings.names().size() > MOST_SETTINGS) {
            throw settings.invalid("*", "must be at most " + MOST_SETTINGS + " settings");
        }
        for (String name : settings.names()) {
            if (!SETTING.matcher(name).matches()) {
                settings.end();
            }
            JsonNode value = settings.raw(name);
            // A number may have lost zeros or digits on its way through the parser; a password must not.
            if (!value.isTextual() && !value.isBoolean()) {
                throw settings.invalid(name, "must be a text; put a number in quotes");
            }
            if (value.asText().length() > LONGEST_SETTING) {
                throw settings.invalid(name, "must have at most " + LONGEST_SETTING + " characters");
            }
            if (value.asText().chars().anyMatch(Character::isISOControl)) {
                throw settings.invalid(name, "must not have line breaks or other control characters");
            }
            values.put(name, value.asText());
        }
        return values;
    }

    private static Recording recording(StrictObject recording) {
        Recording read = new Recording(
                recording.flag("enabled", Recording.DEFAULT.enabled()),
                recording.integer("segmentSeconds", 1, 3600, Recording.DEFAULT.segmentSeconds()),
                recording.integer("maxAgeHours", 0, 1_000_000, Recording.DEFAULT.maxAgeHours()));
        recording.end();
        return read;
    }
}
