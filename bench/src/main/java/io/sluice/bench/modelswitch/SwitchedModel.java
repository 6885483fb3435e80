package io.sluice.bench.modelswitch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An algorithm in a folder whose model has another content in every version: the demo line's detector with another remark.
 * A second stage reads a dial that is not there and tells whatever it reads, so that every picture has a result to count.
 */
final class SwitchedModel {

    static final String ID = "switched";

    /** {@code ModelProto.doc_string}, field 6 of wire type 2: the last one counts. */
    private static final int DOC_STRING = 6 << 3 | 2;
    private static final Path MODEL = Path.of("bundles/demo-line/model/solder-joints/model.onnx");

    private final Path folder;
    private final byte[] model;

    SwitchedModel(Path models) throws IOException {
        folder = Files.createDirectories(models.resolve(ID));
        model = Files.readAllBytes(MODEL);
    }

    /** Puts a version in the place of the one before; its manifest comes last and names the file. */
    void write(int version) throws IOException {
        byte[] remark = ("version " + version).getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[model.length + 2 + remark.length];
        System.arraycopy(model, 0, content, 0, model.length);
        content[model.length] = (byte) DOC_STRING;
        content[model.length + 1] = (byte) remark.length;
        System.arraycopy(remark, 0, content, model.length + 2, remark.length);
        Files.write(folder.resolve(file(version)), content);
        Path next = Files.writeString(folder.resolve(".next"), manifest(version));
        Files.move(next, folder.resolve("algorithm.yaml"), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        // The version before last is in nobody's hands any more.
        Files.deleteIfExists(folder.resolve(file(version - 2)));
    }

    private static String file(int version) {
        return "model-" + version + ".onnx";
    }

    private static String manifest(int version) {
        return """
                id: %s
                name: Switched
                version: "%d"
                models:
                  - id: joints
                    family: YOLO
                    input: {width: 640, height: 360, channels: RGB, fit: STRETCH, mean: [127.5, 127.5, 127.5], scale: [64, 64, 64]}
                    labels: [good, bridge, insufficient, missing, cold]
                    variants:
                      - file: %s
                stages:
                  - id: find
                    model: joints
                  - id: read
                    operator: gauge
                    arguments:
                      centre: {x: 0.5, y: 0.5}
                      radius: 0.2
                      leastConfidence: 0
                      scale: [{angle: -90, value: 0}, {angle: 90, value: 1}]
                """.formatted(ID, version, file(version));
    }
}
