package io.sluice.itest.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts real models into a gateway's model folder. */
public final class Models {

    private Models() {}

    /** The 80 COCO classes. */
    public static void fastestDet(Path data) throws IOException {
        Path folder = folder(data, "fastestdet");
        Files.copy(Assets.require("models/FastestDet.onnx"), folder.resolve("model.onnx"));
        Files.copy(Assets.require("models/coco.names"), folder.resolve("coco.names"));
        Files.writeString(folder.resolve("algorithm.yaml"), """
                id: fastestdet
                name: FastestDet
                version: 1.0.0
                family: FASTESTDET
                input: {width: 352, height: 352, channels: BGR, fit: STRETCH, mean: [0, 0, 0], scale: [255, 255, 255]}
                labels: coco.names
                thresholds: {score: 0.5, overlap: 0.45}
                model: model.onnx
                licence: BSD-3-Clause
                """);
    }

    /** A face detector: {@code slim-320}, {@code RFB-320} or {@code RFB-640}. */
    public static void faces(Path data, String kind) throws IOException {
        String id = "faces-" + kind.toLowerCase();
        Path folder = folder(data, id);
        Files.copy(Assets.require("models/version-" + kind + ".onnx"), folder.resolve("model.onnx"));
        boolean large = kind.endsWith("640");
        Files.writeString(folder.resolve("algorithm.yaml"), """
                id: %s
                name: Faces %s
                version: 1.0.0
                family: SSD
                input: {width: %d, height: %d, channels: RGB, fit: STRETCH, mean: [127, 127, 127], scale: [128, 128, 128]}
                labels: [background, face]
                thresholds: {score: 0.6, overlap: 0.3}
                model: model.onnx
                licence: MIT
                """.formatted(id, kind, large ? 640 : 320, large ? 480 : 240));
    }

    /** What moves, by classic operators only, under this number. */
    public static void moving(Path data, int number) throws IOException {
        Files.writeString(folder(data, "moving").resolve("algorithm.yaml"), """
                id: moving
                number: %d
                name: What moves
                version: "1"
                licence: Apache-2.0
                type: detection
                labels: [moving]
                stages:
                  - {id: look, operator: background-subtraction, arguments: {method: mog2}}
                """.formatted(number));
    }

    public static Path folder(Path data, String id) throws IOException {
        return Files.createDirectories(data.resolve("models").resolve(id));
    }
}
