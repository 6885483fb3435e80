package io.sluice.onnx.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a compressed model compares with its original, and whether it is taken.
 *
 * @param bounds that it had to reach
 * @param agreed findings of both
 * @param compared findings of either
 * @param originalMillis median time of a run
 * @param candidateMillis median time of a run
 * @param timeRatio median of the paired runs' ratios, candidate to original
 */
public record Verdict(
        Bounds bounds, int agreed, int compared, double originalMillis, double candidateMillis, double timeRatio) {

    /** 0 to 1; 0 where nothing was compared. */
    public double agreement() {
        return compared == 0 ? 0 : (double) agreed / compared;
    }

    public boolean agrees() {
        return compared >= bounds.findings() && agreement() >= bounds.agreement();
    }

    public boolean isFast() {
        return timeRatio <= bounds.timeRatio();
    }

    public boolean accepted() {
        return agrees() && isFast();
    }

    /** What was measured, and against which bound; a sentence in English. */
    public String explanation() {
        List<String> reasons = new ArrayList<>();
        if (compared < bounds.findings()) {
            reasons.add(format("only %d findings to compare, %d are needed", compared, bounds.findings()));
        }
        reasons.add(format("%d of %d findings agree (%.2f %%, bound %.2f %%)",
                agreed, compared, 100 * agreement(), 100 * bounds.agreement()));
        reasons.add(format("%.3f ms against %.3f ms (ratio %.3f, bound %.3f)",
                candidateMillis, originalMillis, timeRatio, bounds.timeRatio()));
        return (accepted() ? "taken: " : "refused: ") + String.join("; ", reasons);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
