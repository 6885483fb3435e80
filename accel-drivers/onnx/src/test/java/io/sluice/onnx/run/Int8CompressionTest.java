package io.sluice.onnx.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.onnx.ElementType;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.RealModels;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.quantise.StaticQuantiser;
import io.sluice.onnx.run.Int8Compression.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No bound on time is tested here but those that nothing or everything meets: a loaded machine proves nothing. */
class Int8CompressionTest {

    private static final double ANY_TIME = 1000;

    private final List<String> progress = new ArrayList<>();

    @Test
    void theDemoLinesDetectorFindsTheSameJointsInIntegers() {
        OnnxModel model = RealModels.read(RealModels.demo());
        Bounds bounds = new Bounds(0.9, ANY_TIME, 20);
        Outcome outcome = compression(Agreement.boxes(BoxReader.yolo(0.5, 0.5)), bounds)
                .fromFrames(model, Scenes.frames(1000, 6), Scenes.frames(2000, 6));
        System.out.println("solder-joints in int8, ranges by " + outcome.ranges() + ": " + outcome.verdict().explanation());
        assertTrue(outcome.verdict().accepted(), outcome.verdict().explanation());
        int before = model.encodedSize();
        assertTrue(outcome.model().orElseThrow().encodedSize() < before / 2, "of " + before + " bytes");
        assertTrue(progress.get(0).startsWith("calibrating"), progress.toString());
    }

    @Test
    void aModelForAnyNumberOfPicturesIsCompressedForOne() {
        OnnxModel model = DenseModel.of(13);
        model.graph().inputs(List.of(ValueInfo.tensor("picture", ElementType.FLOAT, Shape.of(Shape.OPEN, 3, 24, 24))));
        List<Map<String, Tensor>> heldOut = DenseModel.frames(2, 5);
        OnnxModel small = compression(Agreement.topClass(), new Bounds(0, ANY_TIME, 1))
                .fromFrames(model, DenseModel.frames(1, 5), heldOut).model().orElseThrow();
        assertEquals(Shape.of(1, 3, 24, 24), small.graph().inputs().get(0).shape().orElseThrow());
        Agreement.Count count = Evaluator.agreement(model, small, heldOut, Agreement.topClass());
        assertEquals(5, count.compared());
    }

    @Test
    void isRefusedWithNumbersWhenItIsNotFaster() {
        Outcome outcome = compression(Agreement.topClass(), new Bounds(0, 1e-9, 1))
                .fromFrames(DenseModel.of(13), DenseModel.frames(1, 5), DenseModel.frames(2, 5));
        assertTrue(outcome.model().isEmpty());
        assertFalse(outcome.verdict().isFast());
        assertTrue(outcome.verdict().explanation().matches(
                "refused: .* findings agree .*; .* ms against .* \\(ratio .*, bound 0.000\\)"),
                outcome.verdict().explanation());
    }

    @Test
    void sensitiveLayersGoBackToSinglePrecisionUntilItAgrees() {
        Agreement strict = (reference, candidate) -> new Agreement.Count(
                distance(reference, candidate) < 0.004 ? 1 : 0, 1);
        Outcome outcome = compression(strict, new Bounds(1, ANY_TIME, 1))
                .fromFrames(DenseModel.of(13), DenseModel.frames(1, 10), DenseModel.frames(2, 5));
        assertFalse(outcome.keptFloat().isEmpty());
        assertTrue(progress.stream().anyMatch(step -> step.startsWith("ordering")), progress.toString());
    }

    @Test
    void rangesAreThoseThatAgreeBetterOnTheFramesOfTheCalibration() {
        List<Map<String, Tensor>> calibration = DenseModel.frames(1, 12);
        OnnxModel folded = Folding.fold(DenseModel.of(13));
        Calibration values = Calibration.of(folded, calibration);
        Agreement near = (reference, candidate) -> new Agreement.Count(
                distance(reference, candidate) < 0.01 ? 1 : 0, 1);
        double[] agreed = new double[2];
        for (int kind = 0; kind < 2; kind++) {
            OnnxModel candidate = StaticQuantiser.quantise(
                    folded, kind == 0 ? values.share(1) : values.entropy(), Settings.DEFAULT);
            agreed[kind] = Evaluator.agreement(folded, candidate, calibration, near).agreed();
        }
        Outcome outcome = compression(near, new Bounds(0, ANY_TIME, 1))
                .fromFrames(DenseModel.of(13), calibration, DenseModel.frames(2, 5));
        assertEquals(agreed[1] > agreed[0] ? Int8Compression.Ranges.ENTROPY : Int8Compression.Ranges.SHARE,
                outcome.ranges());
        assertTrue(agreed[0] + agreed[1] > 0, "neither form is near");
    }

    @Test
    void isRefusedWhenNoFormAgrees() {
        Outcome outcome = compression((reference, candidate) -> new Agreement.Count(0, 1), new Bounds(0.5, ANY_TIME, 1))
                .fromFrames(DenseModel.of(13), DenseModel.frames(1, 5), DenseModel.frames(2, 5));
        assertTrue(outcome.model().isEmpty());
        assertEquals(0, outcome.verdict().agreement());
    }

    @Test
    void tooFewFindingsProveNothing() {
        Outcome outcome = compression((reference, candidate) -> new Agreement.Count(0, 0), new Bounds(0, ANY_TIME, 1))
                .withoutFrames(DenseModel.of(13), DenseModel.frames(2, 5));
        assertTrue(outcome.model().isEmpty());
        assertTrue(outcome.verdict().explanation().contains("only 0 findings"), outcome.verdict().explanation());
    }

    @Test
    void aModelThatWasSpoiltIsNotTaken() {
        OnnxModel sound = DenseModel.of(13);
        OnnxModel spoilt = sound.copy();
        int top;
        try (Runner runner = new Runner(sound, Runner.Mode.OPTIMISED)) {
            top = runner.run(DenseModel.frames(2, 1).get(0)).get("scores").top();
        }
        float[] biased = new float[10];
        biased[(top + 1) % 10] = 100;
        List<TensorData> weights = new ArrayList<>(spoilt.graph().initializers());
        weights.replaceAll(tensor -> tensor.name().equals("logits.b") ? TensorData.of("logits.b", biased, 10) : tensor);
        spoilt.graph().initializers(weights);
        Verdict verdict = Evaluator.compare(
                sound, spoilt, DenseModel.frames(2, 30), Agreement.topClass(), new Bounds(0.9, ANY_TIME, 10));
        assertFalse(verdict.accepted(), verdict.explanation());
        assertEquals(30, verdict.compared());
    }

    private Int8Compression compression(Agreement agreement, Bounds bounds) {
        return new Int8Compression(agreement, bounds, Settings.DEFAULT, 1, progress::add);
    }

    private static double distance(Map<String, Tensor> reference, Map<String, Tensor> candidate) {
        float[] wanted = reference.get("scores").values();
        float[] got = candidate.get("scores").values();
        double most = 0;
        for (int index = 0; index < wanted.length; index++) {
            most = Math.max(most, Math.abs(wanted[index] - got[index]));
        }
        return most;
    }
}
