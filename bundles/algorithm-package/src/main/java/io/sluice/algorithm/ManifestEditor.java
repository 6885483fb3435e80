package io.sluice.algorithm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.support.yaml.YamlFile;
import java.util.List;

/** Changes manifests that {@link ManifestReader} has read; what it does not change stays as it was, but for comments. */
public final class ManifestEditor {

    private static final YAMLMapper WRITER = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();
    /** Of the flat form, where they stand beside the algorithm's own. */
    private static final List<String> OF_MODEL = List.of("family", "input", "labels", "thresholds");

    private ManifestEditor() {}

    /**
     * The manifest with another form of a model, as another version.
     *
     * @param text of a manifest
     * @param version new
     * @param model id
     * @param variant added to those of the model
     * @throws IllegalArgumentException when there is no such model
     */
    public static String withVariant(String text, String version, String model, VariantEntry variant) {
        ObjectNode root = (ObjectNode) YamlFile.parse(text);
        if (!root.has("models") && !root.has("stages")) {
            expand(root);
        }
        root.put("version", version);
        for (JsonNode entry : root.path("models")) {
            if (entry.path("id").asText().equals(model)) {
                ObjectNode added = ((ArrayNode) entry.path("variants")).addObject();
                added.put("format", variant.format());
                added.put("precision", variant.precision().text());
                variant.chip().ifPresent(chip -> added.put("chip", chip));
                added.put("file", variant.file());
                return written(root);
            }
        }
        throw new IllegalArgumentException("no model " + model);
    }

    /** The flat form as the full one: a list of one model, which has the algorithm's id. */
    private static void expand(ObjectNode root) {
        ObjectNode model = root.objectNode();
        model.set("id", root.get("id"));
        if (root.has("name")) {
            model.set("name", root.get("name"));
        }
        model.set("version", root.get("version"));
        for (String field : OF_MODEL) {
            if (root.has(field)) {
                model.set(field, root.remove(field));
            }
        }
        ObjectNode variant = model.putArray("variants").addObject();
        if (root.has("format")) {
            variant.set("format", root.remove("format"));
        }
        variant.set("file", root.remove("model"));
        root.putArray("models").add(model);
    }

    private static String written(ObjectNode root) {
        try {
            return WRITER.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
