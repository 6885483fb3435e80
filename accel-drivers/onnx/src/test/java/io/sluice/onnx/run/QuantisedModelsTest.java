package io.sluice.onnx.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxCheck;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.RealModels;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.quantise.DynamicQuantiser;
import io.sluice.onnx.quantise.Range;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.quantise.StaticQuantiser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantisedModelsTest {

    private static final Settings ALL = new Settings(Set.of(), true, false);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {11, 13, 17})
    void computesInIntegersNearlyTheSame(long opset) throws Exception {
        OnnxModel model = Folding.fold(DenseModel.of(opset));
        Map<String, Range> ranges = Calibration.ranges(model, DenseModel.frames(1, 20), 1);
        OnnxModel quantised = StaticQuantiser.quantise(model, ranges, ALL);
        OnnxCheck.check(quantised.copy());
        assertTrue(error(model, quantised) < 0.08, "off by " + error(model, quantised));
        assertEquals(Set.of(), leftInFloat(quantised));
    }

    @Test
    void whatIsKeptFloatIsSoWhenItRuns() throws Exception {
        OnnxModel model = Folding.fold(DenseModel.of(13));
        Map<String, Range> ranges = Calibration.ranges(model, DenseModel.frames(1, 4), 1);
        OnnxModel quantised = StaticQuantiser.quantise(model, ranges, Settings.DEFAULT.keeping(Set.of("second", "hidden")));
        // ONNX Runtime would quantise the second convolution and the thin one by itself, between pairs as they stand.
        List<String> operators = optimised(quantised);
        assertEquals(2, operators.stream().filter("QLinearConv"::equals).count(), operators.toString());
        assertEquals(2, operators.stream().filter(name -> name.matches("(Fused)?Conv")).count(), operators.toString());
        assertEquals(1, operators.stream().filter("QGemm"::equals).count(), operators.toString());
    }

    @Test
    void modelsBeforeIntegerOperatorsAreRaised() throws Exception {
        OnnxModel model = Folding.fold(RealModels.read(RealModels.published("version-slim-320.onnx")));
        assertEquals(9, model.opset("").orElseThrow());
        Map<String, Tensor> frame = Probe.zeros(model);
        Map<String, Range> ranges = Calibration.ranges(model, List.of(frame), 1);
        OnnxModel quantised = StaticQuantiser.quantise(model, ranges, ALL);
        assertEquals(10, quantised.opset("").orElseThrow());
        OnnxCheck.check(quantised.copy());
        try (Runner runner = new Runner(quantised, Runner.Mode.OPTIMISED);
                Runner first = new Runner(model, Runner.Mode.OPTIMISED)) {
            float[] wanted = first.run(frame).get("scores").values();
            float[] got = runner.run(frame).get("scores").values();
            for (int index = 0; index < wanted.length; index++) {
                assertEquals(wanted[index], got[index], 0.15);
            }
        }
        OnnxModel older = DenseModel.of(8);
        assertEquals(OnnxException.Reason.UNSUPPORTED, assertThrows(OnnxException.class,
                () -> StaticQuantiser.quantise(older, ranges, ALL)).reason());
    }

    @Test
    void weightsHaveAScaleForEachChannelAndNoughtInTheMiddle() {
        OnnxModel model = Folding.fold(DenseModel.of(13));
        OnnxModel quantised =
                StaticQuantiser.quantise(model, Calibration.ranges(model, DenseModel.frames(1, 4), 1), ALL);
        Map<String, TensorData> constants = quantised.graph().initializersByName();
        assertEquals(ElementType.INT8, constants.get("first.weight.int8").type());
        assertEquals(List.of(16L), constants.get("first.weight.scale").shape().sizes());
        assertEquals(ElementType.INT32, constants.get("first.bias.int32").type());
        float[] weights = model.graph().initializersByName().get("first.w").floats();
        ByteBuffer numbers = constants.get("first.weight.int8").raw().orElseThrow();
        float[] scales = constants.get("first.weight.scale").floats();
        for (int index = 0; index < weights.length; index++) {
            assertEquals(weights[index], numbers.get(index) * scales[index / 27], scales[index / 27] / 2 + 1e-7);
        }
        assertFalse(constants.containsKey("first.w"), "the weights are there twice");
    }

    @Test
    void layersAskedForAndThinOnesStayInSinglePrecision() {
        OnnxModel model = Folding.fold(DenseModel.of(13));
        Map<String, Range> ranges = Calibration.ranges(model, DenseModel.frames(1, 4), 1);
        Settings settings = Settings.DEFAULT.keeping(Set.of("second"));
        assertEquals(List.of("first", "third", "hidden", "logits"), StaticQuantiser.layers(model, ranges, settings));
        OnnxModel quantised = StaticQuantiser.quantise(model, ranges, settings);
        Map<String, TensorData> constants = quantised.graph().initializersByName();
        assertTrue(constants.containsKey("second.w") && constants.containsKey("thin.w"));
        assertTrue(error(model, quantised) < error(model, StaticQuantiser.quantise(model, ranges, ALL)) * 1.5);
    }

    @Test
    void quantisesProductsWithoutFrames() {
        OnnxModel model = Folding.fold(DenseModel.of(13));
        OnnxModel quantised = DynamicQuantiser.quantise(model, Settings.DEFAULT);
        assertEquals(2, quantised.graph().nodes().stream().filter(node -> node.is("MatMulInteger")).count());
        assertTrue(error(model, quantised) < 0.03, "off by " + error(model, quantised));
        assertEquals(OnnxException.Reason.UNSUPPORTED, assertThrows(OnnxException.class,
                () -> DynamicQuantiser.quantise(DenseModel.of(10), Settings.DEFAULT)).reason());
    }

    /** Length of the difference over the length, on frames that were not calibrated with. */
    private static double error(OnnxModel model, OnnxModel quantised) {
        double difference = 0;
        double length = 0;
        try (Runner first = new Runner(model, Runner.Mode.OPTIMISED);
                Runner second = new Runner(quantised, Runner.Mode.OPTIMISED)) {
            for (Map<String, Tensor> frame : DenseModel.frames(2, 10)) {
                float[] wanted = first.run(frame).get("scores").values();
                float[] got = second.run(frame).get("scores").values();
                for (int index = 0; index < wanted.length; index++) {
                    difference += Math.pow(wanted[index] - got[index], 2);
                    length += Math.pow(wanted[index], 2);
                }
            }
        }
        return Math.sqrt(difference / length);
    }

    /** What ONNX Runtime still computes in single precision after it has made integer operators of the pairs. */
    private Set<String> leftInFloat(OnnxModel model) throws OrtException, IOException {
        Set<String> operators = new TreeSet<>(optimised(model));
        operators.retainAll(Set.of("Conv", "Gemm", "MatMul", "FusedConv", "FusedGemm", "Relu", "Add", "Mul", "Sigmoid",
                "GlobalAveragePool"));
        return operators;
    }

    /** The operators that ONNX Runtime makes of a model. */
    private List<String> optimised(OnnxModel model) throws OrtException, IOException {
        Path file = folder.resolve("optimised.onnx");
        try (SessionOptions options = new SessionOptions()) {
            options.setOptimizationLevel(SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(file.toString());
            OrtEnvironment.getEnvironment().createSession(model.toBytes(), options).close();
        }
        return OnnxModel.parse(ByteBuffer.wrap(Files.readAllBytes(file))).graph().nodes().stream()
                .map(Node::operator)
                .toList();
    }
}
