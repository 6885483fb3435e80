package io.sluice.models.internal;

import io.sluice.api.accel.Precision;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import io.sluice.support.model.FileModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one plain folder and finds whether it is an algorithm: the simplest there is, of one model and one stage, without
 * arguments.
 */
final class AlgorithmFolder {

    static final String MANIFEST = "algorithm.yaml";
    static final String NO_ARGUMENTS = "{\"type\":\"object\",\"additionalProperties\":false}";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
    private static final long MOST_LABEL_BYTES = 1 << 20;

    private AlgorithmFolder() {}

    /** @throws IOException when it cannot be told at present, the folder being changed */
    static AlgorithmDescriptor read(Path folder) throws ModelFault, IOException {
        String id = folder.getFileName().toString();
        if (!ID.matcher(id).matches()) {
            throw new ModelFault(
                    "model.folder.name", "The folder's name '" + id + "' cannot be a model's id.",
                    "Rename it: 1 to 63 letters, digits, '-' or '_', beginning with a letter or digit.",
                    Map.of("folder", id));
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw unreadable(id);
        }
        Manifest manifest = manifest(folder, id);
        Path file = inside(folder, manifest.model(), "model");
        OnnxFile.check(file);
        List<String> labels = labels(folder, manifest);
        String sha256 = OnnxFile.sha256(file);
        ModelDescriptor model = new ModelDescriptor(
                id, manifest.name(), manifest.version(), manifest.family(), manifest.input(), labels,
                manifest.scoreThreshold(), manifest.overlapThreshold(),
                List.of(new ModelVariant(
                        Precision.FLOAT32, Optional.empty(), new FileModel(file, "onnx", sha256))));
        StageSpec stage = new StageSpec(stageOf(manifest.family()), StageSpec.Kind.MODEL, id, "", "{}");
        return new AlgorithmDescriptor(
                id, 0, manifest.name(), manifest.version(), typeOf(manifest.family()), NO_ARGUMENTS, labels,
                List.of(model), List.of(stage), digest(folder, manifest, sha256));
    }

    private static String stageOf(ModelFamily family) {
        return switch (family) {
            case CLASSIFICATION -> "classify";
            case EMBEDDING -> "embed";
            default -> "detect";
        };
    }

    private static String typeOf(ModelFamily family) {
        return switch (family) {
            case CLASSIFICATION -> "classification";
            case EMBEDDING -> "embedding";
            default -> "detection";
        };
    }

    /** Of all files that make up the algorithm, in a fixed order. */
    private static String digest(Path folder, Manifest manifest, String model) throws IOException {
        StringBuilder digests = new StringBuilder(OnnxFile.sha256(folder.resolve(MANIFEST))).append(model);
        if (manifest.labelsFile().isPresent()) {
            digests.append(OnnxFile.sha256(folder.resolve(manifest.labelsFile().get())));
        }
        return OnnxFile.sha256(new ByteArrayInputStream(digests.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static Manifest manifest(Path folder, String id) throws ModelFault, IOException {
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw new ModelFault(
                    "model.manifest.missing", "The folder has no " + MANIFEST + ".",
                    "Add " + MANIFEST + " or remove the folder.", Map.of("folder", folder.toString()));
        }
        try {
            return Manifest.read(inside(folder, MANIFEST, ""), id);
        } catch (InvalidInputException error) {
            throw new ModelFault(
                    "model.manifest.malformed", "In " + MANIFEST + ": " + error.getMessage(), error.remedy(),
                    Map.of("field", error.field(), "reason", error.getMessage()));
        }
    }

    /** The file of that name, which must lie in the folder itself: links that lead out of it would read anything. */
    private static Path inside(Path folder, String name, String field) throws ModelFault, IOException {
        Path file = folder.resolve(name);
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw new ModelFault(
                        "model.file.outside", "'" + name + "' leads out of the model's folder.",
                        "Put the file itself into the folder.", Map.of("file", name));
            }
            if (!Files.isRegularFile(real)) {
                throw new ModelFault(
                        "model.file.missing", "'" + name + "' is not a file.",
                        "Correct '" + field + "' in " + MANIFEST + ".", Map.of("file", name));
            }
            if (!Files.isReadable(real)) {
                throw unreadable(name);
            }
            return file;
        } catch (NoSuchFileException error) {
            throw new ModelFault(
                    "model.file.missing", "The file '" + name + "' is missing.",
                    "Put it into the folder, or correct '" + field + "' in " + MANIFEST + ".", Map.of("file", name));
        }
    }

    private static List<String> labels(Path folder, Manifest manifest) throws ModelFault, IOException {
        if (manifest.labelsFile().isEmpty()) {
            return manifest.labels();
        }
        String name = manifest.labelsFile().get();
        Path file = inside(folder, name, "labels");
        if (Files.size(file) > MOST_LABEL_BYTES) {
            throw labels(name, "is larger than " + MOST_LABEL_BYTES + " bytes");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        List<String> labels = new ArrayList<>(text.replace("\uFEFF", "").stripTrailing().lines().toList());
        labels.replaceAll(String::strip);
        // A blank line in between would move every label after it to another class.
        for (int line = 0; line < labels.size(); line++) {
            if (labels.get(line).isEmpty() || labels.get(line).indexOf('\uFFFD') >= 0) {
                throw labels(name, "has a line without readable text: " + (line + 1));
            }
        }
        if (labels.isEmpty() || labels.size() > Manifest.MOST_LABELS) {
            throw labels(name, "must have 1 to " + Manifest.MOST_LABELS + " labels, not " + labels.size());
        }
        return labels;
    }

    private static ModelFault labels(String file, String what) {
        return new ModelFault(
                "model.labels.malformed", "The labels' file '" + file + "' " + what + ".",
                "Write one label a line, in UTF-8, in the order of the model's classes.",
                Map.of("file", file, "reason", what));
    }

    static ModelFault unreadable(String file) {
        return new ModelFault(
                "model.file.unreadable", "The gateway may not read '" + file + "'.",
                "Make the file readable for the gateway's user.", Map.of("file", file));
    }
}
