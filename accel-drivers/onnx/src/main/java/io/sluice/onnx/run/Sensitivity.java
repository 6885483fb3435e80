package io.sluice.onnx.run;

import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.quantise.Range;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.quantise.StaticQuantiser;
import io.sluice.onnx.run.Runner.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much each layer's quantisation alone changes the outputs.
 *
 * @param layer first output of the operator with weights
 * @param error length of the outputs' difference over the outputs' length, over all frames
 */
public record Sensitivity(String layer, double error) {

    /**
     * Quantises one layer at a time.
     *
     * @param frames few suffice: what matters is the order
     * @return the most sensitive layer first
     */
    public static List<Sensitivity> rank(OnnxModel folded, Map<String, Range> ranges,
            List<Map<String, Tensor>> frames, Settings settings) {
        List<String> layers = StaticQuantiser.layers(folded, ranges, settings);
        List<Sensitivity> ranked = new ArrayList<>();
        try (Runner original = new Runner(folded, Mode.OPTIMISED)) {
            List<Map<String, Tensor>> expected = frames.stream().map(original::run).toList();
            for (String layer : layers) {
                Set<String> others = new HashSet<>(layers);
                others.remove(layer);
                OnnxModel candidate = StaticQuantiser.quantise(folded, ranges, settings.keeping(others));
                ranked.add(new Sensitivity(layer, change(candidate, frames, expected)));
            }
        }
        ranked.sort(Comparator.comparingDouble(Sensitivity::error).reversed());
        return ranked;
    }

    private static double change(
            OnnxModel candidate, List<Map<String, Tensor>> frames, List<Map<String, Tensor>> expected) {
        double difference = 0;
        double length = 0;
        try (Runner runner = new Runner(candidate, Mode.OPTIMISED)) {
            for (int index = 0; index < frames.size(); index++) {
                Iterator<Tensor> got = runner.run(frames.get(index)).values().iterator();
                for (Tensor wanted : expected.get(index).values()) {
                    float[] values = got.next().values();
                    for (int at = 0; at < values.length; at++) {
                        difference += Math.pow((double) values[at] - wanted.values()[at], 2);
                        length += Math.pow(wanted.values()[at], 2);
                    }
                }
            }
        }
        return length == 0 ? Math.sqrt(difference) : Math.sqrt(difference / length);
    }
}
