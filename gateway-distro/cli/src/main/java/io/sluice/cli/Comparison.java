package io.sluice.cli;

import io.sluice.algorithm.TestVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares what came out with what was expected, and says by how much it differs. */
final class Comparison {

    private Comparison() {}

    /** Each expected thing must be found once, and nothing else. */
    static VectorRun.Verdict detections(
            List<TestVector.Expected> expected, List<TestVector.Expected> found, TestVector.Tolerance tolerance) {
        List<String> lines = new ArrayList<>();
        List<TestVector.Expected> left = new ArrayList<>(found);
        boolean passed = true;
        for (TestVector.Expected wanted : expected) {
            Optional<TestVector.Expected> match = left.stream()
                    .filter(one -> one.label().equals(wanted.label()) && overlap(one, wanted) >= tolerance.overlap())
                    .max((one, other) -> Double.compare(overlap(one, wanted), overlap(other, wanted)));
            if (match.isEmpty()) {
                passed = false;
                double best = left.stream().filter(one -> one.label().equals(wanted.label()))
                        .mapToDouble(one -> overlap(one, wanted)).max().orElse(0);
                lines.add(text("missing %s: best overlap %.3f, at least %.3f is needed", wanted.label(), best, tolerance.overlap()));
                continue;
            }
            left.remove(match.get());
            double score = match.get().score().orElse(0.0);
            double off = wanted.score().map(value -> Math.abs(value - score)).orElse(0.0);
            boolean near = off <= tolerance.score();
            passed &= near;
            lines.add(text("%s %s: overlap %.3f, score %.3f%s", near ? "found" : "unsure", wanted.label(),
                    overlap(match.get(), wanted), score, near ? "" : text(", %.3f off, at most %.3f is allowed", off, tolerance.score())));
        }
        for (TestVector.Expected extra : left) {
            passed = false;
            lines.add(text("unexpected %s: score %.3f at x %.3f, y %.3f, width %.3f, height %.3f", extra.label(),
                    extra.score().orElse(0.0), extra.box().x(), extra.box().y(), extra.box().width(), extra.box().height()));
        }
        if (lines.isEmpty()) {
            lines.add("nothing found, as expected");
        }
        return new VectorRun.Verdict(passed, lines);
    }

    /** Each value within {@code absolute + relative * |expected|}. */
    static boolean tensor(
            String name, Tensor expected, Tensor actual, TestVector.Tolerance tolerance, List<String> lines) {
        if (!expected.shape().equals(actual.shape())) {
            lines.add(name + ": shape " + actual.shape() + ", expected " + expected.shape());
            return false;
        }
        double most = 0;
        int beyond = 0;
        for (int index = 0; index < expected.values().length; index++) {
            double off = Math.abs((double) expected.values()[index] - actual.values()[index]);
            double allowed = tolerance.absolute() + tolerance.relative() * Math.abs(expected.values()[index]);
            // Not "more than": what is no number is never within.
            beyond += off <= allowed ? 0 : 1;
            most = Double.isNaN(off) ? Double.NaN : Math.max(most, off);
        }
        lines.add(text("%s: greatest difference %.6g, %d of %d values beyond the tolerance", name, most, beyond, expected.values().length));
        return beyond == 0;
    }

    private static double overlap(TestVector.Expected one, TestVector.Expected other) {
        return one.box().overlap(other.box());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
