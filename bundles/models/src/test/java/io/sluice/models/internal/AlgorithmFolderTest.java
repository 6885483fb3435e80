package io.sluice.models.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.accel.Precision;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmFolderTest {

    @TempDir
    Path directory;

    @Test
    void readsAllOfAManifest() throws Exception {
        AlgorithmDescriptor algorithm = AlgorithmFolder.read(AlgorithmFixture.write(directory, "joints"));
        assertEquals("joints", algorithm.id());
        assertEquals("1.10", algorithm.version());
        assertEquals("detection", algorithm.type());
        assertEquals(
                List.of(new StageSpec("joints", StageSpec.Kind.MODEL, "joints", "", "{}")), algorithm.stages());
        ModelDescriptor model = algorithm.model("joints").orElseThrow();
        assertEquals("joints", model.id());
        assertEquals("Solder joints", model.name());
        assertEquals("1.10", model.version());
        assertEquals(ModelFamily.YOLO, model.family());
        assertEquals(
                new InputSpec(640, 384, InputSpec.Channels.RGB, InputSpec.Fit.LETTERBOX,
                        List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0)),
                model.input());
        assertEquals(List.of("good", "bad"), model.labels());
        assertEquals(0.4, model.scoreThreshold());
        assertEquals(0.5, model.overlapThreshold());
        assertEquals(64, algorithm.sha256().length());
        ModelVariant variant = model.variants().get(0);
        assertEquals(Precision.FLOAT32, variant.precision());
        assertEquals(64, variant.data().sha256().length());
        assertEquals("model.onnx", variant.data().name());
        assertEquals("onnx", variant.data().format());
    }

    @Test
    void readsLabelsFromAFile() throws Exception {
        Path folder = AlgorithmFixture.write(directory, "m", manifest("labels: [good, bad]", "labels: names.txt"));
        Files.writeString(folder.resolve("names.txt"), "\uFEFFperson\r\nfür\r\n\r\n");
        assertEquals(List.of("person", "für"), AlgorithmFolder.read(folder).labels());
        Files.writeString(folder.resolve("names.txt"), "person\n\ncar\n");
        assertEquals("model.labels.malformed", fault(folder).code());
        Files.delete(folder.resolve("names.txt"));
        assertEquals("model.file.missing", fault(folder).code());
    }

    @Test
    void readsAnAlgorithmOfStagesAndVariants() throws Exception {
        Path folder = AlgorithmFixture.write(directory, "m", """
                id: m
                number: 12
                version: '3'
                type: level
                arguments: {type: object, properties: {rate: {type: number}}, additionalProperties: false}
                models:
                  - id: finder
                    family: YOLO
                    input: {width: 4, height: 4, channels: RGB, fit: STRETCH, mean: [0, 0, 0], scale: [1, 1, 1]}
                    labels: [ruler]
                    variants:
                      - {format: onnx, precision: float32, file: model.onnx}
                      - {format: rknn, precision: int8, chip: rk3588, file: chips/model.rknn}
                stages:
                  - {id: find, model: finder}
                """);
        assertEquals("model.file.missing", fault(folder).code());
        Files.createDirectory(folder.resolve("chips"));
        Fingerprint before = Fingerprint.of(folder);
        Files.writeString(folder.resolve("chips/model.rknn"), "RKNN");
        assertNotEquals(before, Fingerprint.of(folder), "what lies deeper is watched too");
        AlgorithmDescriptor algorithm = AlgorithmFolder.read(folder);
        assertEquals(12, algorithm.number());
        assertEquals("level", algorithm.type());
        ModelVariant second = algorithm.model("finder").orElseThrow().variants().get(1);
        assertEquals(Precision.INT8, second.precision());
        assertEquals("rk3588", second.chip().orElseThrow());
        assertEquals("rknn", second.data().format());
    }

    @Test
    void digestCoversAllThatCounts() throws Exception {
        Path folder = AlgorithmFixture.write(directory, "m", manifest("labels: [good, bad]", "labels: names.txt"));
        Files.writeString(folder.resolve("names.txt"), "a\nb\n");
        String first = AlgorithmFolder.read(folder).sha256();
        Files.writeString(folder.resolve("names.txt"), "a\nc\n");
        String second = AlgorithmFolder.read(folder).sha256();
        Files.writeString(
                folder.resolve("algorithm.yaml"), Files.readString(folder.resolve("algorithm.yaml")) + "\n");
        assertEquals(3, Set.of(first, second, AlgorithmFolder.read(folder).sha256()).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "id: m | id: other | id",
        "version: 1.10 | weight: 3 | version",
        "family: YOLO | family: YOLOX | family",
        "width: 640 | width: 0 | input.width",
        "width: 640 | width: '640' | input.width",
        "channels: RGB | channels: GRB | input.channels",
        "fit: LETTERBOX | crop: 1 | input.fit",
        "mean: [0, 0, 0] | mean: [0, 0] | input.mean",
        "mean: [0, 0, 0] | mean: [0, 0, 1.0e9] | input.mean[2]",
        "scale: [255, 255, 255] | scale: [255, 0, 255] | input.scale[1]",
        "labels: [good, bad] | labels: [] | labels",
        "labels: [good, bad] | labels: [good, 2] | labels[1]",
        "labels: [good, bad] | labels: ../labels.txt | labels",
        "score: 0.4 | score: 1.5 | thresholds.score",
        "score: 0.4 | scor: 0.4 | thresholds.scor",
        "model: model.onnx | model: /etc/passwd | model",
        "model: model.onnx | model: .. | model",
        "licence: Apache-2.0 | license: Apache-2.0 | license",
    })
    void namesTheFieldThatIsWrong(String right, String wrong, String field) throws Exception {
        ModelFault fault = fault(AlgorithmFixture.write(directory, "m", manifest(right, wrong)));
        assertEquals("model.manifest.malformed", fault.code());
        assertEquals(field, fault.details().get("field"), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a", "id: [", "a: &a [x]\nb: *a\n", "id: m\nid: m\n", "\u0000"})
    void refusesWhatIsNoManifest(String text) throws Exception {
        assertEquals("model.manifest.malformed", fault(AlgorithmFixture.write(directory, "m", text)).code());
    }

    @Test
    void tellsWhatIsMissing() throws Exception {
        Path folder = AlgorithmFixture.write(directory, "m");
        Files.delete(folder.resolve("model.onnx"));
        assertEquals("model.file.missing", fault(folder).code());
        Files.delete(folder.resolve("algorithm.yaml"));
        assertEquals("model.manifest.missing", fault(folder).code());
        assertEquals("model.folder.name", fault(AlgorithmFixture.write(directory, "two words")).code());
    }

    @Test
    void staysInsideTheFolder() throws Exception {
        Path folder = AlgorithmFixture.write(directory, "m");
        Path outside = Files.move(folder.resolve("model.onnx"), directory.resolve("outside.onnx"));
        Files.createSymbolicLink(folder.resolve("model.onnx"), outside);
        assertEquals("model.file.outside", fault(folder).code());
        Files.delete(folder.resolve("model.onnx"));
        Files.createSymbolicLink(folder.resolve("model.onnx"), Path.of("gone"));
        assertEquals("model.file.missing", fault(folder).code());
        Files.delete(folder.resolve("model.onnx"));
        Files.createDirectory(folder.resolve("model.onnx"));
        assertEquals("model.file.missing", fault(folder).code());
    }

    @Test
    void noticesEveryCutOfAModel() throws Exception {
        Path folder = AlgorithmFixture.write(directory, "m");
        for (int length = 0; length < AlgorithmFixture.ONNX.length; length++) {
            Files.write(folder.resolve("model.onnx"), Arrays.copyOf(AlgorithmFixture.ONNX, length));
            assertEquals("model.file.malformed", fault(folder).code(), "cut to " + length);
        }
        Files.writeString(folder.resolve("model.onnx"), "<!DOCTYPE html>");
        assertEquals("model.file.malformed", fault(folder).code());
    }

    @Test
    void takesRealModels() throws Exception {
        String assets = System.getenv().getOrDefault("SLUICE_ASSETS", "../../../shared/assets");
        Path models = Path.of(assets, "models");
        assumeTrue(Files.isDirectory(models), "skipped: no real models at " + models);
        try (var files = Files.list(models)) {
            List<Path> real = files.filter(file -> file.toString().endsWith(".onnx")).toList();
            assertTrue(real.size() > 2);
            for (Path file : real) {
                OnnxFile.check(file);
            }
        }
    }

    private static String manifest(String right, String wrong) {
        String manifest = AlgorithmFixture.MANIFEST.formatted("m");
        assertTrue(manifest.contains(right), right);
        return manifest.replace(right, wrong);
    }

    private static ModelFault fault(Path folder) throws IOException {
        return assertThrows(ModelFault.class, () -> AlgorithmFolder.read(folder));
    }
}
