package io.sluice.algorithm.archive;

import io.sluice.algorithm.AlgorithmManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small algorithm as its author has it. */
public final class Samples {

    public static final String MANIFEST = """
            id: sample
            version: 1.0.0
            arguments: {type: object, properties: {least: {type: number, default: 0.5}}}
            licence: {name: MIT, file: LICENSE}
            models:
              - id: same
                family: CLASSIFICATION
                input: {width: 4, height: 2, channels: RGB, fit: STRETCH, mean: [0, 0, 0], scale: [1, 1, 1]}
                labels: models/names.txt
                variants: [{file: models/same.onnx}]
            """;

    private Samples() {}

    /** A folder that can be packed. */
    public static Path folder(Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("sample"));
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve(AlgorithmManifest.FILE), MANIFEST);
        Files.writeString(folder.resolve("LICENSE"), "Do as you like.\n");
        Files.writeString(folder.resolve("README.md"), "A sample.\n");
        Files.writeString(folder.resolve("notes.txt"), "Not named, so not packed.\n");
        Files.writeString(folder.resolve("models/names.txt"), "a\nb\n");
        Files.write(folder.resolve("models/same.onnx"), Proto.model(Proto.graph()));
        return folder;
    }

    /** A sound package. */
    public static Path packed(Path parent) throws IOException {
        Path file = parent.resolve("sample.algorithm");
        PackageWriter.pack(folder(parent), file);
        return file;
    }
}
