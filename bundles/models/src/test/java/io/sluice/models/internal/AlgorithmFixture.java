package io.sluice.models.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** An algorithm folder that is in order, for tests to spoil. */
final class AlgorithmFixture {

    static final String MANIFEST = """
            id: %s
            name: Solder joints
            version: 1.10
            family: YOLO
            input:
              width: 640
              height: 384
              channels: RGB
              fit: LETTERBOX
              mean: [0, 0, 0]
              scale: [255, 255, 255]
            labels: [good, bad]
            thresholds: {score: 0.4, overlap: 0.5}
            model: model.onnx
            licence: Apache-2.0
            """;

    /** ModelProto: ir_version 8, producer_name "x", graph of 3 bytes. */
    static final byte[] ONNX = {0x08, 8, 0x12, 1, 'x', 0x3a, 3, 0x12, 1, 'g'};

    private AlgorithmFixture() {}

    static Path write(Path directory, String id) throws IOException {
        return write(directory, id, MANIFEST.formatted(id));
    }

    static Path write(Path directory, String id, String manifest) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(id));
        Files.write(folder.resolve("model.onnx"), ONNX);
        Files.write(folder.resolve("algorithm.yaml"), manifest.getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    /** Makes the folder look as if it had been there for long. */
    static void age(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            }
        }
    }
}
