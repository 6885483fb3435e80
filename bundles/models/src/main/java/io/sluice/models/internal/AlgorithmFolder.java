package io.sluice.models.internal;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.Descriptors;
import io.sluice.algorithm.ManifestReader;
import io.sluice.algorithm.ModelEntry;
import io.sluice.algorithm.VariantEntry;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads one plain folder and finds whether it is an algorithm, by the same manifest that packages have. It has no signature and its
 * licence is not enforced: whoever may write there could change both.
 */
final class AlgorithmFolder {

    static final String MANIFEST = AlgorithmManifest.FILE;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private final Path folder;
    private final Map<String, String> digests = new TreeMap<>();

    private AlgorithmFolder(Path folder) {
        this.folder = folder;
    }

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
        return new AlgorithmFolder(folder).read(id);
    }

    private AlgorithmDescriptor read(String id) throws ModelFault, IOException {
        AlgorithmManifest manifest = manifest(id);
        Map<VariantEntry, ModelData> data = new HashMap<>();
        for (ModelEntry model : manifest.models()) {
            for (VariantEntry variant : model.variants()) {
                data.put(variant, data(variant));
            }
        }
        StringBuilder all = new StringBuilder();
        digests.forEach((name, digest) -> all.append(digest).append(' ').append(name).append('\n'));
        return Descriptors.of(manifest, data::get, OnnxFile.sha256(
                new ByteArrayInputStream(all.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private AlgorithmManifest manifest(String id) throws ModelFault, IOException {
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw new ModelFault(
                    "model.manifest.missing", "The folder has no " + MANIFEST + ".",
                    "Add " + MANIFEST + " or remove the folder.", Map.of("folder", folder.toString()));
        }
        try {
            AlgorithmManifest manifest = ManifestReader.read(text(MANIFEST, ManifestReader.MOST_BYTES), this::listed);
            Arguments.checkSchema(manifest.argumentsSchema());
            if (!manifest.id().equals(id)) {
                throw new InvalidInputException(
                        "input.field.value", "id", "'id' must be the folder's name, " + id + ".", "Correct 'id'.");
            }
            return manifest;
        } catch (InvalidInputException error) {
            boolean labels = error.code().equals("model.labels.malformed");
            throw labels
                    ? new ModelFault(error.code(), error.getMessage(), error.remedy(),
                            Map.of("message", error.getMessage(), "remedy", error.remedy()))
                    : new ModelFault("model.manifest.malformed", "In " + MANIFEST + ": " + error.getMessage(),
                            error.remedy(), Map.of("field", error.field(), "reason", error.getMessage()));
        } catch (Unfit error) {
            throw error.fault;
        }
    }

    private ModelData data(VariantEntry variant) throws ModelFault, IOException {
        Path file = inside(variant.file(), "file");
        if (variant.format().equals("onnx")) {
            OnnxFile.check(file);
        }
        String digest = OnnxFile.sha256(file);
        if (variant.sha256().isPresent() && !variant.sha256().get().equals(digest)) {
            throw new ModelFault(
                    "model.file.malformed", "The file '" + variant.file() + "' has the SHA-256 " + digest + ", but "
                            + MANIFEST + " says " + variant.sha256().get() + ".",
                    "Copy the model again, or correct 'sha256'.",
                    Map.of("file", variant.file(), "reason", "its SHA-256 is " + digest));
        }
        digests.put(variant.file(), digest);
        return new FileModel(file, variant.format(), digest);
    }

    /** A file that the manifest names. */
    private String listed(String name, int most) throws IOException {
        try {
            inside(name, "labels");
            return text(name, most);
        } catch (ModelFault fault) {
            throw new Unfit(fault);
        }
    }

    private String text(String name, int most) throws ModelFault, IOException {
        Path file = inside(name, "");
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length > most) {
            throw new InvalidInputException(
                    "input.yaml", "", "The file '" + name + "' has more than " + most + " bytes.", "Shorten it.");
        }
        digests.put(name, OnnxFile.sha256(new ByteArrayInputStream(bytes)));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException error) {
            throw new InvalidInputException("input.yaml", "", "The file '" + name + "' is not UTF-8.", "Save it as UTF-8.");
        }
    }

    /** The file of that name, which must lie in the folder itself: links that lead out of it would read anything. */
    private Path inside(String name, String field) throws ModelFault, IOException {
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

    static ModelFault unreadable(String file) {
        return new ModelFault(
                "model.file.unreadable", "The gateway may not read '" + file + "'.",
                "Make the file readable for the gateway's user.", Map.of("file", file));
    }

    /** Brings a fault through the reader of manifests. */
    private static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final ModelFault fault;

        Unfit(ModelFault fault) {
            super(fault);
            this.fault = fault;
        }
    }
}
