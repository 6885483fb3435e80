package io.sluice.bench.int8;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.run.Agreement;
import io.sluice.onnx.run.Bounds;
import io.sluice.onnx.run.Int8Compression;
import io.sluice.onnx.run.Runner;
import io.sluice.onnx.run.Tensor;
import io.sluice.onnx.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A dense network in 8-bit integers against itself in single precision, one thread of ONNX Runtime each. The network is
 * taught here, on the demo line's solder joints: how far both agree means nothing with weights by chance. It is
 * calibrated on joints it was taught with and judged on those of other lines, under light it has not seen.
 */
public final class Int8Benchmark implements Benchmark {

    private static final int TAUGHT_LINES = 60;
    private static final int HELD_OUT_LINES = 20;
    private static final int CALIBRATION_PICTURES = 100;
    private static final int MOST_HELD_OUT = 600;
    private static final double AGREEMENT = 0.98;
    private static final double TIME_RATIO = 1.0 / 3;

    @Override
    public String name() {
        return "int8";
    }

    @Override
    public List<Line> run() {
        List<JointPictures> taught = shuffled(JointPictures.taught(TAUGHT_LINES), Integer.MAX_VALUE);
        List<JointPictures> heldOut = shuffled(JointPictures.heldOut(HELD_OUT_LINES), MOST_HELD_OUT);
        OnnxModel model = DenseNetwork.model(DenseTraining.teach(taught));
        Int8Compression.Outcome outcome = new Int8Compression(
                        Agreement.topClass(), new Bounds(AGREEMENT, TIME_RATIO, 100), Settings.DEFAULT, 0.9999, step -> {})
                .fromFrames(model, frames(taught.subList(0, CALIBRATION_PICTURES)), frames(heldOut));
        Verdict verdict = outcome.verdict();
        return List.of(new Line(name())
                .with("speedup", 1 / verdict.timeRatio())
                .with("agreement", verdict.agreement())
                .with("accepted", Boolean.toString(verdict.accepted()))
                .with("int8", verdict.candidateMillis())
                .with("fp32", verdict.originalMillis())
                .with("unit", "ms_a_picture")
                .with("right_fp32", right(model, heldOut))
                .with("right_int8", outcome.model().map(quantised -> right(quantised, heldOut)).orElse(0.0))
                .with("held_out", heldOut.size())
                .with("bytes_fp32", model.encodedSize())
                .with("bytes_int8", outcome.model().map(OnnxModel::encodedSize).orElse(0)));
    }

    /** Share of pictures whose kind is told right. */
    private static double right(OnnxModel model, List<JointPictures> pictures) {
        try (Runner runner = new Runner(model, Runner.Mode.OPTIMISED)) {
            long right = pictures.stream()
                    .filter(picture -> runner.run(picture.frame()).values().iterator().next().top() == picture.label())
                    .count();
            return (double) right / pictures.size();
        }
    }

    private static List<Map<String, Tensor>> frames(List<JointPictures> pictures) {
        return pictures.stream().map(JointPictures::frame).toList();
    }

    private static List<JointPictures> shuffled(List<JointPictures> pictures, int most) {
        List<JointPictures> mixed = new ArrayList<>(pictures);
        SplittableRandom random = new SplittableRandom(7);
        for (int index = mixed.size() - 1; index > 0; index--) {
            int other = random.nextInt(index + 1);
            JointPictures moved = mixed.get(index);
            mixed.set(index, mixed.get(other));
            mixed.set(other, moved);
        }
        return List.copyOf(mixed.subList(0, Math.min(most, mixed.size())));
    }
}
