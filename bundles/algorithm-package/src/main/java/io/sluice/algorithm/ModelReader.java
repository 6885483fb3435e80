package io.sluice.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.accel.Precision;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelFamily;
import io.sluice.support.json.StrictObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the model of a manifest. Nothing about its input has a default: a wrong guess would run and find nothing. */
final class ModelReader {

    private static final Pattern FORMAT = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST = 200;
    private static final int MOST_VARIANTS = 64;
    private static final int LARGEST_SIDE = 8192;
    private static final double LARGEST = 1e6;
    private static final double SCORE = 0.5;
    private static final double OVERLAP = 0.45;

    private ModelReader() {}

    /** The model whose fields are the manifest's own. */
    static ModelEntry flat(StrictObject root, String id, String name, String version, TextSource files)
            throws IOException {
        String file = FileNames.read(root, "model");
        String format = format(root, file);
        VariantEntry variant = new VariantEntry(format, Precision.FLOAT32, Optional.empty(), file, Optional.empty());
        return entry(root, id, name, version, List.of(variant), files);
    }

    static ModelEntry full(StrictObject given, String version, TextSource files) throws IOException {
        String id = ManifestReader.id(given, "id");
        List<VariantEntry> variants = new ArrayList<>();
        for (StrictObject variant : given.objects("variants", MOST_VARIANTS)) {
            variants.add(variant(variant));
        }
        if (variants.isEmpty()) {
            throw given.invalid("variants", "must have at least one entry");
        }
        ModelEntry entry = entry(given, id, given.text("name", LONGEST, id),
                given.has("version") ? given.scalar("version", LONGEST) : version, variants, files);
        given.end();
        return entry;
    }

    private static ModelEntry entry(
            StrictObject given, String id, String name, String version, List<VariantEntry> variants, TextSource files)
            throws IOException {
        ModelFamily family = given.choice("family", ModelFamily.class);
        InputSpec input = input(given.requiredObject("input"));
        Optional<String> labelsFile = labelsFile(given);
        List<String> labels = labelsFile.isPresent()
                ? Labels.parse(labelsFile.get(), files.text(labelsFile.get(), Labels.MOST_BYTES))
                : labels(given, family);
        double[] thresholds = {SCORE, OVERLAP};
        given.object("thresholds").ifPresent(limits -> {
            thresholds[0] = limits.number("score", 0, 1, SCORE);
            thresholds[1] = limits.number("overlap", 0, 1, OVERLAP);
            limits.end();
        });
        return new ModelEntry(
                id, name, version, family, input, labels, labelsFile, thresholds[0], thresholds[1], variants);
    }

    private static VariantEntry variant(StrictObject given) {
        String file = FileNames.read(given, "file");
        VariantEntry variant = new VariantEntry(
                format(given, file),
                given.has("precision") ? precision(given) : Precision.FLOAT32,
                given.has("chip") ? Optional.of(given.text("chip", LONGEST)) : Optional.empty(),
                file,
                given.has("sha256") ? Optional.of(sha256(given)) : Optional.empty());
        given.end();
        return variant;
    }

    private static String format(StrictObject given, String file) {
        String suffix = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String format = given.text("format", LONGEST, file.indexOf('.') < 0 ? "onnx" : suffix);
        if (!FORMAT.matcher(format).matches()) {
            throw given.invalid("format", "must be a word of small letters and digits, such as onnx or rknn");
        }
        return format;
    }

    /** As in messages of the standard, {@code int8}, or as the constant is written. */
    private static Precision precision(StrictObject given) {
        String word = given.text("precision", LONGEST);
        for (Precision precision : Precision.values()) {
            if (precision.text().equals(word.toLowerCase(Locale.ROOT))) {
                return precision;
            }
        }
        throw given.invalid("precision", "must be one of int4, int8, float16, float32");
    }

    private static String sha256(StrictObject given) {
        String digest = given.text("sha256", LONGEST);
        if (!SHA256.matcher(digest).matches()) {
            throw given.invalid("sha256", "must have 64 digits and letters a to f");
        }
        return digest;
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

    private static Optional<String> labelsFile(StrictObject given) {
        JsonNode labels = given.raw("labels");
        return labels != null && labels.isTextual() ? Optional.of(FileNames.read(given, "labels")) : Optional.empty();
    }

    private static List<String> labels(StrictObject given, ModelFamily family) {
        List<String> labels = given.texts("labels", Labels.MOST, LONGEST);
        if (labels.isEmpty() && family != ModelFamily.EMBEDDING) {
            throw given.invalid("labels", "must have a label for each class of the model");
        }
        return labels;
    }
}
