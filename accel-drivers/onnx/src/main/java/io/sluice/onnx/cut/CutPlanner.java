package io.sluice.onnx.cut;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses where to cut. Memory limits are kept; among what fits, the goal decides, and among equals the candidate that
 * sends less.
 *
 * @param link from the first device to the second
 * @param headMemory bytes the first device has for the head
 * @param tailMemory bytes the second device has for the tail
 * @param goal what is to be least
 */
public record CutPlanner(Link link, long headMemory, long tailMemory, Goal goal) {

    /** What is to be least. */
    public enum Goal {
        /** The time from a frame's beginning to its outcome. */
        LATENCY,
        /** The time from frame to frame, with both devices and the link working at once. */
        PERIOD
    }

    /** @return the choice and everything it was chosen from */
    public CutPlan plan(List<Candidate> candidates) {
        List<CutPlan.Row> rows = new ArrayList<>();
        for (Candidate candidate : candidates) {
            rows.add(row(candidate));
        }
        rows.sort(Comparator.comparing((CutPlan.Row row) -> !row.fits())
                .thenComparingDouble(this::value)
                .thenComparingLong(row -> row.candidate().bytes()));
        return new CutPlan(this, rows);
    }

    double value(CutPlan.Row row) {
        return goal == Goal.LATENCY ? row.latencyMillis() : row.periodMillis();
    }

    private CutPlan.Row row(Candidate candidate) {
        double link = this.link.millis(candidate.bytes());
        // The latency of a link delays frames without keeping it busy.
        double busy = link - this.link.latencyMillis();
        double latency = candidate.headMillis() + link + candidate.tailMillis();
        double period = Math.max(busy, Math.max(candidate.headMillis(), candidate.tailMillis()));
        boolean head = candidate.headBytes() <= headMemory;
        boolean tail = candidate.tailBytes() <= tailMemory;
        String refusal = head && tail ? "" : head ? "second device's memory" : "first device's memory";
        return new CutPlan.Row(candidate, link, latency, period, refusal);
    }
}
