package io.sluice.onnx.run;

import io.sluice.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far each output of two forms of a model points the same way, whatever its numbers mean. */
public final class OutputAngles {

    private OutputAngles() {}

    /**
     * @param frames inputs by name; not empty
     * @return cosine of the angle between all values of an output of both, by the output's name; 1 where both are nought
     * @throws io.sluice.onnx.OnnxException when ONNX Runtime refuses a model or a frame
     */
    public static Map<String, Double> compare(
            OnnxModel original, OnnxModel candidate, List<Map<String, Tensor>> frames) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        try (Runner first = new Runner(original, Runner.Mode.OPTIMISED);
                Runner second = new Runner(candidate, Runner.Mode.OPTIMISED)) {
            for (Map<String, Tensor> frame : frames) {
                Map<String, Tensor> got = second.run(frame);
                first.run(frame).forEach((name, wanted) -> add(
                        sums.computeIfAbsent(name, unseen -> new double[3]), wanted.values(), got.get(name).values()));
            }
        }
        Map<String, Double> cosines = new LinkedHashMap<>();
        sums.forEach((name, sum) -> {
            double lengths = Math.sqrt(sum[1] * sum[2]);
            cosines.put(name, lengths == 0 ? sum[1] == sum[2] ? 1 : 0 : sum[0] / lengths);
        });
        return cosines;
    }

    private static void add(double[] sums, float[] wanted, float[] got) {
        for (int index = 0; index < wanted.length; index++) {
            sums[0] += (double) wanted[index] * got[index];
            sums[1] += (double) wanted[index] * wanted[index];
            sums[2] += (double) got[index] * got[index];
        }
    }
}
