package io.sluice.onnx.cut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.onnx.ElementType;
import io.sluice.onnx.OnnxCheck;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.OnnxNormaliser;
import io.sluice.onnx.RealModels;
import io.sluice.onnx.ValueInfo;
import io.sluice.onnx.run.DenseModel;
import io.sluice.onnx.run.Probe;
import io.sluice.onnx.run.Runner;
import io.sluice.onnx.run.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelCutterTest {

    static Stream<Path> models() {
        return RealModels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void headAndTailTogetherAreTheWholeAtEveryCut(Path file) {
        OnnxModel model = RealModels.read(file);
        OnnxNormaliser.normalise(model);
        Map<String, Tensor> frame = noise(model);
        Map<String, ValueInfo> shapes = Probe.shapes(model, frame);
        ModelCutter cutter = new ModelCutter(model);
        List<String> cuts = cutter.singleCuts().stream()
                .filter(name -> shapes.get(name).type().orElseThrow() == ElementType.FLOAT)
                .toList();
        try (Runner whole = new Runner(model, Runner.Mode.AS_WRITTEN)) {
            Map<String, Tensor> expected = whole.run(frame);
            for (String cut : cuts) {
                ModelCutter.Parts parts = cutter.cut(Set.of(cut), shapes);
                assertSame(expected, inParts(parts, frame, Runner.Mode.AS_WRITTEN), 0, file + " at " + cut);
                if (cuts.indexOf(cut) % 5 == 0) {
                    // A cut may keep the runtime from merging operators across it, which rounds otherwise.
                    assertSame(expected, inParts(parts, frame, Runner.Mode.OPTIMISED), 1e-5f, file + " at " + cut);
                }
            }
        }
        // Tensor by tensor: whether it alone separates inputs and outputs.
        List<String> every = model.graph().nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(name -> cutter.isCut(Set.of(name)) && shapes.get(name).type().orElseThrow() == ElementType.FLOAT)
                .toList();
        assertEquals(every, cuts);
        System.out.println(file.getFileName() + " is the same at " + cuts.size() + " cuts");
        assertTrue(cuts.size() > 5, cuts.toString());
    }

    @Test
    void cutsThroughBranchesSendSeveralTensors() {
        OnnxModel model = DenseModel.of(13);
        ModelCutter cutter = new ModelCutter(model);
        // Behind the second convolution: its sum is still to be made, of its output and its input.
        Set<String> crossing = cutter.crossings().get(3);
        assertEquals(Set.of("second", "pooled"), crossing);
        assertFalse(cutter.isCut(Set.of("second")));
        assertTrue(cutter.isCut(crossing));
        Map<String, Tensor> frame = DenseModel.frames(1, 1).get(0);
        ModelCutter.Parts parts = cutter.cut(crossing, Probe.shapes(model, frame));
        OnnxCheck.check(parts.head());
        OnnxCheck.check(parts.tail());
        try (Runner whole = new Runner(model, Runner.Mode.AS_WRITTEN)) {
            assertSame(whole.run(frame), inParts(parts, frame, Runner.Mode.AS_WRITTEN), 0, "branches");
        }
        assertTrue(parts.head().encodedSize() + parts.tail().encodedSize() < model.encodedSize() * 1.1);
    }

    @Test
    void refusesWhatIsNoCut() {
        OnnxModel model = DenseModel.of(13);
        ModelCutter cutter = new ModelCutter(model);
        Map<String, ValueInfo> shapes = Probe.shapes(model, DenseModel.frames(1, 1).get(0));
        for (Set<String> cut : List.of(Set.of("second"), Set.of("scores"), Set.of("picture"), Set.of("nothing"),
                Set.of("first.w"), Set.<String>of())) {
            assertEquals(OnnxException.Reason.UNSUPPORTED,
                    assertThrows(OnnxException.class, () -> cutter.cut(cut, shapes), cut.toString()).reason());
        }
    }

    private static Map<String, Tensor> inParts(
            ModelCutter.Parts parts, Map<String, Tensor> frame, Runner.Mode mode) {
        try (Runner head = new Runner(parts.head(), mode); Runner tail = new Runner(parts.tail(), mode)) {
            return tail.run(head.run(frame));
        }
    }

    /** @param share of the largest value by which values may differ; 0 for bit by bit */
    private static void assertSame(
            Map<String, Tensor> expected, Map<String, Tensor> got, float share, String where) {
        assertEquals(expected.keySet(), got.keySet(), where);
        expected.forEach((name, tensor) -> {
            assertArrayEquals(tensor.shape(), got.get(name).shape(), where);
            float delta = share * Math.max(1, Math.abs(tensor.values()[tensor.top()]));
            for (int index = 0; index < tensor.values().length; index++) {
                assertEquals(tensor.values()[index], got.get(name).values()[index], delta, where);
            }
        });
    }

    private static Map<String, Tensor> noise(OnnxModel model) {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Tensor> frame = Probe.zeros(model);
        frame.values().forEach(tensor -> {
            for (int index = 0; index < tensor.values().length; index++) {
                tensor.values()[index] = random.nextFloat();
            }
        });
        return frame;
    }
}
