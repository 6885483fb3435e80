package io.sluice.algorithm.vector;

import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.TestVector.Expected;
import io.sluice.algorithm.TestVector.ExpectedMeasurement;
import io.sluice.api.analysis.Outcome;
import io.sluice.api.frame.Region;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares what was found in a picture with what a vector expects, and says by how much it differs. Used once. */
final class FindingComparison {

    private final List<String> lines = new ArrayList<>();
    private boolean passed = true;

    private FindingComparison() {}

    static Verdict compare(TestVector vector, Outcome found) {
        FindingComparison comparison = new FindingComparison();
        vector.detections().ifPresent(expected -> comparison.detections(expected, found.detections(), vector.tolerance()));
        vector.measurements().forEach(expected -> comparison.measurement(expected, found.measurements()));
        if (comparison.lines.isEmpty()) {
            comparison.lines.add("nothing found, as expected");
        }
        return new Verdict(comparison.passed, comparison.lines);
    }

    /** Each expected thing must be found once, and nothing else. */
    private void detections(List<Expected> expected, List<Detection> found, TestVector.Tolerance tolerance) {
        List<Detection> left = new ArrayList<>(found);
        for (Expected wanted : expected) {
            Optional<Detection> match = best(wanted, left).filter(one -> overlap(one, wanted) >= tolerance.overlap());
            if (match.isEmpty()) {
                missing(wanted, best(wanted, left), tolerance);
            } else {
                left.remove(match.get());
                matched(wanted, match.get(), tolerance);
            }
        }
        for (Detection extra : left) {
            fail("unexpected %s: score %.3f at %s", extra.label(), extra.score(), place(extra.box()));
        }
    }

    private void missing(Expected wanted, Optional<Detection> nearest, TestVector.Tolerance tolerance) {
        fail("missing %s at %s: %s, at least %.3f is needed", wanted.label(), place(wanted.box()),
                nearest.map(one -> text("the nearest, at %s, has an overlap of %.3f", place(one.box()), overlap(one, wanted)))
                        .orElse("none was found"),
                tolerance.overlap());
    }

    private void matched(Expected wanted, Detection match, TestVector.Tolerance tolerance) {
        double off = wanted.score().map(value -> Math.abs(value - match.score())).orElse(0.0);
        if (off <= tolerance.score()) {
            lines.add(text("found %s: overlap %.3f, score %.3f", wanted.label(), overlap(match, wanted), match.score()));
        } else {
            fail("unsure %s: overlap %.3f, score %.3f instead of %.3f, at most %.3f off is allowed", wanted.label(),
                    overlap(match, wanted), match.score(), wanted.score().orElseThrow(), tolerance.score());
        }
    }

    private void measurement(ExpectedMeasurement wanted, List<Measurement> found) {
        List<Measurement> named = found.stream().filter(one -> one.name().equals(wanted.name())).toList();
        if (named.isEmpty()) {
            fail("missing %s: nothing was measured, %.4g is expected", wanted.name(), wanted.value());
        }
        for (Measurement one : named) {
            // Written so that what is no number fails.
            if (Math.abs(one.value() - wanted.value()) <= wanted.within()) {
                lines.add(text("measured %s: %.4g %s, %.4g is expected", one.name(), one.value(), one.unit(), wanted.value()));
            } else {
                fail("wrong %s: %.4g %s instead of %.4g, at most %.4g off is allowed", one.name(), one.value(), one.unit(),
                        wanted.value(), wanted.within());
            }
        }
    }

    private void fail(String format, Object... values) {
        passed = false;
        lines.add(text(format, values));
    }

    private static Optional<Detection> best(Expected wanted, List<Detection> all) {
        return all.stream()
                .filter(one -> one.label().equals(wanted.label()))
                .max((one, other) -> Double.compare(overlap(one, wanted), overlap(other, wanted)));
    }

    private static double overlap(Detection one, Expected other) {
        return one.box().overlap(other.box());
    }

    private static String place(Region box) {
        return text("x %.3f, y %.3f, width %.3f, height %.3f", box.x(), box.y(), box.width(), box.height());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
