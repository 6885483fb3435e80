package io.sluice.algorithm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.accel.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A version with one more form of a model says the same of all else. */
final class ManifestEditorTest {

    private static final VariantEntry SMALL =
            new VariantEntry("onnx", Precision.INT8, Optional.empty(), "gate.int8.onnx", Optional.empty());
    private static final String MODEL = """
            family: YOLO
            input: {width: 64, height: 32, channels: RGB, fit: STRETCH, mean: [127.5, 0, 0], scale: [64, 1, 1]}
            labels: labels.txt
            thresholds: {score: 0.35, overlap: 0.40}
            """;

    @Test
    void theFlatFormBecomesTheFullOne() throws IOException {
        String flat = "id: gate\nname: Gate\nversion: \"1\"\nlicence: MIT\nmodel: gate.onnx\n" + MODEL;
        AlgorithmManifest before = read(flat);
        AlgorithmManifest after = read(ManifestEditor.withVariant(flat, "1-int8", "gate", SMALL));

        assertEquals("1-int8", after.version());
        ModelEntry model = after.models().get(0);
        ModelEntry former = before.models().get(0);
        assertEquals(new ModelEntry(former.id(), former.name(), former.version(), former.family(), former.input(),
                former.labels(), former.labelsFile(), former.scoreThreshold(), former.overlapThreshold(),
                List.of(former.variants().get(0), SMALL)), model);
        assertEquals(List.of(before.labels(), before.type(), before.stages(), before.licence(), before.name()),
                List.of(after.labels(), after.type(), after.stages(), after.licence(), after.name()));
    }

    @Test
    void theFullFormGetsOneMoreVariant() throws IOException {
        String full = "id: gates\nnumber: 12\nversion: 1.10\nlicence: {name: MIT, gateways: [g-1]}\nmodels:\n"
                + "  - {id: other, family: EMBEDDING, variants: [{file: other.onnx}],\n"
                + "     input: {width: 8, height: 8, channels: RGB, fit: STRETCH, mean: [0, 0, 0], scale: [1, 1, 1]}}\n"
                + "  - id: gate\n" + MODEL.indent(4) + "    variants: [{file: gate.onnx}, {file: gate.rknn, chip: RK3588}]\n"
                + "stages: [{id: find, model: gate}]\n";
        AlgorithmManifest after = read(ManifestEditor.withVariant(full, "1.10-int8", "gate", SMALL));
        assertEquals(read(full).models().get(0), named(after.models().get(0), "1.10"));
        assertEquals(List.of("gate.onnx", "gate.rknn", "gate.int8.onnx"),
                after.models().get(1).variants().stream().map(VariantEntry::file).toList());
        assertEquals(List.of("g-1"), List.copyOf(after.licence().gateways()));
        assertThrows(IllegalArgumentException.class, () -> ManifestEditor.withVariant(full, "2", "nobody", SMALL));
    }

    /** Models without a version of their own have the algorithm's. */
    private static ModelEntry named(ModelEntry model, String version) {
        return new ModelEntry(model.id(), model.name(), version, model.family(), model.input(), model.labels(),
                model.labelsFile(), model.scoreThreshold(), model.overlapThreshold(), model.variants());
    }

    private static AlgorithmManifest read(String text) throws IOException {
        return ManifestReader.read(text, (name, most) -> "a\nb\n");
    }
}
