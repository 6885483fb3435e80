package io.sluice.models.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelFamily;
import io.sluice.support.json.StrictObject;
import io.sluice.support.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an {@code algorithm.yaml} says. Nothing about the input has a default: a wrong guess would run and find nothing.
 *
 * @param labels given in place; empty when a file has them
 * @param labelsFile name of the file with the labels
 * @param model name of the ONNX file
 */
record Manifest(
        String name,
        String version,
        ModelFamily family,
        InputSpec input,
        List<String> labels,
        Optional<String> labelsFile,
        double scoreThreshold,
        double overlapThreshold,
        String model) {

    static final int MOST_LABELS = 100_000;

    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST = 200;
    /** What the standard's messages have room for. */
    private static final int LONGEST_VERSION = 19;
    private static final int LARGEST_SIDE = 8192;
    private static final double LARGEST = 1e6;
    private static final double SCORE = 0.5;
    private static final double OVERLAP = 0.45;

    /** @throws InvalidInputException naming the path of what is wrong */
    static Manifest read(Path file, String folder) throws IOException {
        StrictObject root = StrictObject.root(YamlFile.read(file, MOST_BYTES));
        if (!root.text("id", LONGEST).equals(folder)) {
            throw root.invalid("id", "must be the folder's name, " + folder);
        }
        String name = root.text("name", LONGEST, folder);
        String version = root.scalar("version", LONGEST_VERSION);
        ModelFamily family = root.choice("family", ModelFamily.class);
        InputSpec input = input(root.requiredObject("input"));
        Optional<String> labelsFile = labelsFile(root);
        List<String> labels = labelsFile.isPresent() ? List.of() : labels(root);
        double[] thresholds = {SCORE, OVERLAP};
        root.object("thresholds").ifPresent(given -> {
            thresholds[0] = given.number("score", 0, 1, SCORE);
            thresholds[1] = given.number("overlap", 0, 1, OVERLAP);
            given.end();
        });
        String model = fileName(root, "model");
        root.text("licence", LONGEST, "");
        root.end();
        return new Manifest(
                name, version, family, input, labels, labelsFile, thresholds[0], thresholds[1], model);
    }

    private static InputSpec input(StrictObject input) {
        InputSpec spec = new InputSpec(
                input.integer("width", 1, LARGEST_SIDE),
                input.integer("height", 1, LARGEST_SIDE),
                input.choice("channels", InputSpec.Channels.class),
                input.choice("fit", InputSpec.Fit.class),
                input.numbers("mean", 3, -LARGEST, LARGEST),
                input.numbers("scale", 3, -LARGEST, LARGEST));
        for (int channel = 0; channel < 3; channel++) {
            if (Math.abs(spec.scale().get(channel)) < 1 / LARGEST) {
                throw input.invalid("scale[" + channel + "]", "must not be 0: pixels are divided by it");
            }
        }
        input.end();
        return spec;
    }

    private static Optional<String> labelsFile(StrictObject root) {
        JsonNode labels = root.raw("labels");
        return labels != null && labels.isTextual() ? Optional.of(fileName(root, "labels")) : Optional.empty();
    }

    private static List<String> labels(StrictObject root) {
        List<String> labels = root.texts("labels", MOST_LABELS, LONGEST);
        if (labels.isEmpty()) {
            throw root.invalid("labels", "must have a label for each class of the model");
        }
        return labels;
    }

    private static String fileName(StrictObject root, String field) {
        String name = root.text(field, LONGEST);
        if (name.contains("/") || name.contains("\\") || name.equals(".") || name.equals("..")) {
            throw root.invalid(field, "must be the name of a file in this folder");
        }
        return name;
    }
}
