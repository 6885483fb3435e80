package io.sluice.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.StageSpec;
import io.sluice.support.json.StrictObject;
import io.sluice.support.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads an {@code algorithm.yaml}. In its flat form the algorithm is one model, whose fields stand beside those of the
 * algorithm. Whether files and their digests are right is for others to see.
 */
public final class ManifestReader {

    /** Largest manifest. */
    public static final int MOST_BYTES = 1 << 20;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]*");
    /** T/AI 116.6 table 14: AlgVersion and AlgType are strings of 20 and 128 bytes with their terminator. */
    private static final int VERSION_BYTES = 19;
    private static final int TYPE_BYTES = 127;
    private static final int LONGEST = 200;
    private static final int MOST_MODELS = 32;
    private static final int MOST_MEGABYTES = 1 << 20;

    private ManifestReader() {}

    /**
     * @param text of the file
     * @param files gives the files of labels that it names
     * @throws InvalidInputException naming the path of what is wrong
     * @throws IOException from {@code files}
     */
    public static AlgorithmManifest read(String text, TextSource files) throws IOException {
        if (text.length() > MOST_BYTES) {
            throw new InvalidInputException("input.yaml", "", "The manifest has more than " + MOST_BYTES + " characters.",
                    "Shorten it.");
        }
        StrictObject root = StrictObject.root(YamlFile.parse(text));
        String id = id(root, "id");
        String name = root.text("name", LONGEST, id);
        String version = version(root);
        int number = root.integer("number", 0, Integer.MAX_VALUE, 0);
        boolean flat = !root.has("models") && !root.has("stages");
        List<ModelEntry> models = flat
                ? List.of(ModelReader.flat(root, id, name, version, files)) : models(root, version, files);
        List<String> labels = labels(root, models, flat);
        String type = type(root, models);
        String schema = schema(root);
        List<StageSpec> stages = StageReader.stages(root, models);
        Resources resources = root.object("resources").map(ManifestReader::resources).orElse(Resources.UNSTATED);
        Licence licence = LicenceReader.read(root);
        List<TestVector> vectors = VectorReader.vectors(root, models);
        root.end();
        return new AlgorithmManifest(
                number, id, name, version, type, schema, labels, models, stages, resources, licence, vectors);
    }

    private static List<ModelEntry> models(StrictObject root, String version, TextSource files) throws IOException {
        List<ModelEntry> models = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (StrictObject entry : root.objects("models", MOST_MODELS)) {
            ModelEntry model = ModelReader.full(entry, version, files);
            if (!ids.add(model.id())) {
                throw entry.invalid("id", "must be another one: there are two models '" + model.id() + "'");
            }
            models.add(model);
        }
        return models;
    }

    private static List<String> labels(StrictObject root, List<ModelEntry> models, boolean flat) {
        Set<String> all = new LinkedHashSet<>();
        models.forEach(model -> all.addAll(model.labels()));
        // In the flat form they are the model's and have been read.
        return flat || !root.has("labels") ? List.copyOf(all) : root.texts("labels", Labels.MOST, LONGEST);
    }

    private static String version(StrictObject root) {
        String version = root.scalar("version", LONGEST);
        if (!VERSION.matcher(version).matches() || version.length() > VERSION_BYTES) {
            throw root.invalid("version", "must have 1 to " + VERSION_BYTES
                    + " characters of letters, digits, '.', '+', '_' and '-', such as 1.2.0");
        }
        return version;
    }

    private static String type(StrictObject root, List<ModelEntry> models) {
        String type = root.text("type", TYPE_BYTES, models.isEmpty() ? "operators" : typeOf(models.get(0).family()));
        if (type.getBytes(StandardCharsets.UTF_8).length > TYPE_BYTES) {
            throw root.invalid("type", "must have at most " + TYPE_BYTES + " bytes in UTF-8");
        }
        return type;
    }

    private static String typeOf(ModelFamily family) {
        return switch (family) {
            case CLASSIFICATION -> "classification";
            case EMBEDDING -> "embedding";
            default -> "detection";
        };
    }

    private static String schema(StrictObject root) {
        JsonNode schema = root.raw("arguments");
        if (schema == null) {
            return "{\"type\":\"object\",\"additionalProperties\":false}";
        }
        if (!schema.isObject()) {
            throw root.invalid("arguments", "must be a JSON Schema, which is an object");
        }
        return schema.toString();
    }

    private static Resources resources(StrictObject given) {
        Resources resources = new Resources(
                given.integer("memory_mb", 0, MOST_MEGABYTES, 0), given.number("operations", 0, 1e9, 0));
        given.end();
        return resources;
    }

    static String id(StrictObject object, String field) {
        String id = object.text(field, LONGEST);
        if (!ID.matcher(id).matches()) {
            throw object.invalid(field, "must have 1 to 63 letters, digits, '-' or '_', beginning with a letter or digit");
        }
        return id;
    }
}
