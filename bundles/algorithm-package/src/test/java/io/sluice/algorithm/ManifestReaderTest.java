package io.sluice.algorithm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.Precision;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.StageSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an author writes becomes what a gateway uses; what is wrong is named by its path. */
final class ManifestReaderTest {

    private static final String INPUT = "{width: 64, height: 32, channels: RGB, fit: STRETCH, mean: [0, 0, 0], scale: [1, 1, 1]}";

    private static final String FULL = """
            number: 1201
            id: gate
            name: People at the gate
            version: 1.2.0
            type: detection
            arguments:
              type: object
              properties: {least: {type: number, default: 0.4}}
            labels: [person, face]
            resources: {memory_mb: 120, operations: 0.9}
            licence: {name: MIT, file: LICENSE, not_before: 2026-01-01, not_after: 2027-12-31, gateways: [g-1]}
            models:
              - id: people
                family: FASTESTDET
                input: INPUT
                labels: models/names.txt
                thresholds: {score: 0.6}
                variants:
                  - {format: onnx, precision: float32, file: models/people.onnx, sha256: DIGEST}
                  - {format: rknn, precision: int8, chip: RK3588, file: models/people.rknn}
              - id: reid
                family: EMBEDDING
                input: INPUT
                variants: [{file: models/reid.onnx}]
            stages:
              - {id: find, model: people, arguments: {scoreThreshold: "${least}"}}
              - {id: denoise, operator: denoise}
              - {id: tell, model: reid, input: find}
            vectors:
              - input: vectors/a.png
                detections: [{label: person, score: 0.9, box: {x: 0.1, y: 0.2, width: 0.3, height: 0.4}}]
                tolerance: {overlap: 0.9}
              - {input: vectors/a.bin, shape: [1, 3, 32, 64], model: reid, outputs: [{file: vectors/out.npy}]}
            """.replace("INPUT", INPUT).replace("DIGEST", "ab".repeat(32));

    private static final String FLAT = """
            id: parts
            version: "1"
            family: YOLO
            input: %s
            labels: [good, bad]
            model: model.onnx
            licence: Apache-2.0
            """.formatted(INPUT);

    @Test
    void theFullFormIsReadWhole() throws IOException {
        AlgorithmManifest manifest = read(FULL, Map.of("models/names.txt", "person\nbicycle\n"));
        assertEquals(1201, manifest.number());
        assertEquals("1.2.0", manifest.version());
        assertEquals(List.of("person", "face"), manifest.labels());
        assertEquals(new Resources(120, 0.9), manifest.resources());
        ModelEntry people = manifest.models().get(0);
        assertEquals(List.of("person", "bicycle"), people.labels());
        assertEquals(0.6, people.scoreThreshold());
        assertEquals(new VariantEntry("rknn", Precision.INT8, Optional.of("RK3588"), "models/people.rknn", Optional.empty()),
                people.variants().get(1));
        assertEquals(new VariantEntry("onnx", Precision.FLOAT32, Optional.empty(), "models/reid.onnx", Optional.empty()),
                manifest.models().get(1).variants().get(0));
        assertEquals(new StageSpec("find", StageSpec.Kind.MODEL, "people", "", "{\"scoreThreshold\":\"${least}\"}"),
                manifest.stages().get(0));
        assertEquals(new StageSpec("denoise", StageSpec.Kind.OPERATOR, "denoise", "", "{}"), manifest.stages().get(1));
        assertEquals("find", manifest.stages().get(2).input());
        assertEquals(Optional.of(Instant.parse("2026-01-01T00:00:00Z")), manifest.licence().notBefore());
        assertTrue(manifest.licence().notAfter().orElseThrow().isAfter(Instant.parse("2027-12-31T23:59:59Z")));
        assertEquals(new Region(0.1, 0.2, 0.3, 0.4),
                manifest.vectors().get(0).detections().orElseThrow().get(0).box());
        assertEquals(0.9, manifest.vectors().get(0).tolerance().overlap());
        assertEquals(List.of(1L, 3L, 32L, 64L), manifest.vectors().get(1).shape());
        assertEquals(Set.of("LICENSE", "models/names.txt", "models/people.onnx", "models/people.rknn", "models/reid.onnx",
                "vectors/a.png", "vectors/a.bin", "vectors/out.npy"), manifest.files());
    }

    @Test
    void theFlatFormIsAnAlgorithmOfOneModel() throws IOException {
        AlgorithmManifest manifest = read(FLAT, Map.of());
        assertEquals("parts", manifest.name());
        assertEquals(0, manifest.number());
        assertEquals("detection", manifest.type());
        assertEquals(List.of("good", "bad"), manifest.labels());
        assertEquals("Apache-2.0", manifest.licence().name());
        assertEquals(ModelFamily.YOLO, manifest.models().get(0).family());
        assertEquals(List.of(new StageSpec("parts", StageSpec.Kind.MODEL, "parts", "", "{}")), manifest.stages());
        assertEquals(Set.of("model.onnx"), manifest.files());
    }

    @Test
    void anAlgorithmMayHaveOperatorsOnly() throws IOException {
        AlgorithmManifest manifest = read("""
                id: level
                version: "2"
                stages: [{id: read, operator: water-level, arguments: {top: 4.2}}]
                """, Map.of());
        assertEquals("operators", manifest.type());
        assertEquals("{\"top\":4.2}", manifest.stages().get(0).arguments());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "number: 1201 | number: 2147483648 | number",
        "number: 1201 | number: -1 | number",
        "id: gate | id: ../gate | id",
        "version: 1.2.0 | version: 1.2.0-longer-than-19 | version",
        "version: 1.2.0 | version: 'a b' | version",
        "family: FASTESTDET | family: OTHER | models[0].family",
        "width: 64 | width: 1e9 | models[0].input.width",
        "format: rknn | format: R | models[0].variants[1].format",
        "precision: int8 | precision: int9 | models[0].variants[1].precision",
        "file: models/people.rknn | file: ../people.rknn | models[0].variants[1].file",
        "file: models/people.rknn | file: /etc/passwd | models[0].variants[1].file",
        "file: models/people.rknn | file: 'C:/people.rknn' | models[0].variants[1].file",
        "sha256: abab | sha256: XY | models[0].variants[0].sha256",
        "id: reid | id: people | models[1].id",
        "model: people | model: nobody | stages[0].model",
        "operator: denoise | operator: denoise, model: people | stages[1].operator",
        "input: find | input: later | stages[2].input",
        "id: tell | id: find | stages[2].id",
        "memory_mb: 120 | memory_mb: -1 | resources.memory_mb",
        "not_after: 2027-12-31 | not_after: tomorrow | licence.not_after",
        "not_after: 2027-12-31 | not_after: 2025-12-31 | licence.not_after",
        "not_after: 2027-12-31 | not_after: '+999999999-12-31' | licence.not_after",
        "gateways: [g-1] | gateways: [] | licence.gateways",
        "shape: [1, 3, 32, 64] | shape: [1, -3] | vectors[1].shape[1]",
        "shape: [1, 3, 32, 64] | shape: [] | vectors[1].shape",
        "overlap: 0.9 | overlap: 9 | vectors[0].tolerance.overlap",
        "vectors/a.png | vectors/a.exe | vectors[0].input",
        "model: reid, outputs | outputs | vectors[1].model",
        "type: detection | kind: detection | kind",
    })
    void whatIsWrongIsNamedByItsPath(String right, String wrong, String path) {
        assertTrue(FULL.contains(right), "the test changes what is there");
        InvalidInputException error = assertThrows(InvalidInputException.class,
                () -> read(FULL.replace(right, wrong), Map.of("models/names.txt", "person\n")));
        assertEquals(path, error.field(), error.getMessage());
    }

    @Test
    void severalModelsNeedStages() {
        String without = FULL.substring(0, FULL.indexOf("stages:"));
        InvalidInputException error = assertThrows(
                InvalidInputException.class, () -> read(without, Map.of("models/names.txt", "person\n")));
        assertEquals("stages", error.field());
    }

    @Test
    void aListOfLabelsWithAGapIsRefused() {
        InvalidInputException error = assertThrows(
                InvalidInputException.class, () -> read(FULL, Map.of("models/names.txt", "person\n\nbicycle\n")));
        assertEquals("model.labels.malformed", error.code());
    }

    @Test
    void yamlThatMultipliesItselfIsRefused() {
        assertThrows(InvalidInputException.class, () -> read(FLAT + "a: &a [x]\nb: [*a, *a]\n", Map.of()));
        assertThrows(InvalidInputException.class, () -> read(FLAT + "a: " + "[".repeat(5000) + "]".repeat(5000), Map.of()));
        assertThrows(InvalidInputException.class, () -> read("version: " + "9".repeat(100_000) + "\n" + FLAT, Map.of()));
        assertThrows(InvalidInputException.class, () -> read("#".repeat(ManifestReader.MOST_BYTES + 1), Map.of()));
    }

    private static AlgorithmManifest read(String text, Map<String, String> files) throws IOException {
        return ManifestReader.read(text, (name, most) -> files.get(name));
    }
}
