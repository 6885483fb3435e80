package io.sluice.analytics.internal;

import io.sluice.api.result.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts how often two versions see the same: boxes of one label that overlap by half or more are one box seen by both.
 * Not thread-safe.
 */
final class Agreement {

    private static final double SAME = 0.5;

    private long pictures;
    private long matched;
    private long boxes;

    /** Compares what both found in one picture. */
    void add(List<Detection> active, List<Detection> candidate) {
        pictures++;
        List<Detection> left = new ArrayList<>(candidate);
        int same = 0;
        for (Detection seen : active) {
            Optional<Detection> match = nearest(seen, left);
            if (match.isPresent()) {
                left.remove(match.get());
                same++;
            }
        }
        matched += same;
        boxes += active.size() + candidate.size() - same;
    }

    void restart() {
        pictures = 0;
        matched = 0;
        boxes = 0;
    }

    long pictures() {
        return pictures;
    }

    /** Boxes seen by either. */
    long boxes() {
        return boxes;
    }

    /** Part of the boxes that both saw, 0 to 1; 1 where neither saw any. */
    double ratio() {
        return boxes == 0 ? 1 : (double) matched / boxes;
    }

    String percent() {
        return String.format(Locale.ROOT, "%.1f", ratio() * 100);
    }

    private static Optional<Detection> nearest(Detection seen, List<Detection> others) {
        Optional<Detection> best = Optional.empty();
        double most = SAME;
        for (Detection other : others) {
            double overlap = seen.box().overlap(other.box());
            if (other.label().equals(seen.label()) && overlap >= most) {
                best = Optional.of(other);
                most = overlap;
            }
        }
        return best;
    }
}
