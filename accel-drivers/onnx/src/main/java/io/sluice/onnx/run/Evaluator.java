package io.sluice.onnx.run;

import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.run.Runner.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs a model and its compressed form on frames that calibration has not seen. Times are of one thread, in turns, so
 * that what else the machine does meets both.
 */
public final class Evaluator {

    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 60_000_000;
    private static final int LEAST_RUNS = 2;
    private static final int MOST_RUNS = 200;

    private Evaluator() {}

    /**
     * @param heldOut not empty; inputs by name
     * @throws io.sluice.onnx.OnnxException when ONNX Runtime refuses a model or a frame
     */
    public static Verdict compare(OnnxModel original, OnnxModel candidate, List<Map<String, Tensor>> heldOut,
            Agreement agreement, Bounds bounds) {
        try (Runner first = new Runner(original, Mode.OPTIMISED); Runner second = new Runner(candidate, Mode.OPTIMISED)) {
            Agreement.Count count = count(first, second, heldOut, agreement);
            return timed(new Verdict(bounds, count.agreed(), count.compared(), 0, 0, 0), first, second, heldOut.get(0));
        }
    }

    /** How far both agree, without timing them. */
    static Agreement.Count agreement(
            OnnxModel original, OnnxModel candidate, List<Map<String, Tensor>> frames, Agreement agreement) {
        try (Runner first = new Runner(original, Mode.OPTIMISED); Runner second = new Runner(candidate, Mode.OPTIMISED)) {
            return count(first, second, frames, agreement);
        }
    }

    private static Agreement.Count count(
            Runner first, Runner second, List<Map<String, Tensor>> frames, Agreement agreement) {
        int agreed = 0;
        int compared = 0;
        for (Map<String, Tensor> frame : frames) {
            Agreement.Count count = agreement.compare(first.run(frame), second.run(frame));
            agreed += count.agreed();
            compared += count.compared();
        }
        return new Agreement.Count(agreed, compared);
    }

    private static Verdict timed(Verdict counted, Runner original, Runner candidate, Map<String, Tensor> frame) {
        double[] originals = new double[ROUNDS];
        double[] candidates = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        try (Runner.Timed first = original.timed(frame); Runner.Timed second = candidate.timed(frame)) {
            second.nanos();
            int runs = (int) Math.min(MOST_RUNS, Math.max(LEAST_RUNS, ROUND_NANOS / Math.max(1, first.nanos())));
            for (int round = 0; round < ROUNDS; round++) {
                originals[round] = median(first, runs);
                candidates[round] = median(second, runs);
                ratios[round] = candidates[round] / originals[round];
            }
        }
        return new Verdict(counted.bounds(), counted.agreed(), counted.compared(),
                median(originals), median(candidates), median(ratios));
    }

    /** Median milliseconds of a model's runs. */
    static double median(Runner.Timed model, int runs) {
        double[] millis = new double[runs];
        for (int run = 0; run < runs; run++) {
            millis[run] = model.nanos() / 1e6;
        }
        return median(millis);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
