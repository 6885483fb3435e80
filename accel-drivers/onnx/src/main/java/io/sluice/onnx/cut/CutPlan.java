package io.sluice.onnx.cut;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a model is best cut, and why.
 *
 * @param planner what was planned for
 * @param rows every candidate: the best first, those that do not fit last
 */
public record CutPlan(CutPlanner planner, List<Row> rows) {

    public CutPlan {
        rows = List.copyOf(rows);
    }

    /**
     * A candidate as the planner sees it.
     *
     * @param linkMillis a frame is on the link
     * @param latencyMillis from a frame's beginning to its outcome
     * @param periodMillis from frame to frame
     * @param refusal what does not suffice; empty where all does
     */
    public record Row(
            Candidate candidate, double linkMillis, double latencyMillis, double periodMillis, String refusal) {

        public boolean fits() {
            return refusal.isEmpty();
        }
    }

    /** Empty where nothing fits. */
    public Optional<Row> chosen() {
        return rows.stream().filter(Row::fits).findFirst();
    }

    /** The choice in a sentence and all candidates as a table; English. */
    public String explanation() {
        StringBuilder text = new StringBuilder(chosen().map(this::choice).orElse("no cut fits both devices' memory"));
        text.append(String.format(Locale.ROOT, "%n%-40s %12s %9s %9s %9s %9s %9s  %s%n",
                "cut at", "bytes", "head ms", "link ms", "tail ms", "latency", "period", "refused for"));
        for (Row row : rows) {
            Candidate candidate = row.candidate();
            text.append(String.format(Locale.ROOT, "%-40s %12d %9.3f %9.3f %9.3f %9.3f %9.3f  %s%n",
                    String.join(",", candidate.tensors()), candidate.bytes(), candidate.headMillis(), row.linkMillis(),
                    candidate.tailMillis(), row.latencyMillis(), row.periodMillis(), row.refusal()));
        }
        return text.toString();
    }

    private String choice(Row best) {
        return String.format(Locale.ROOT, "cut at %s: %s of %.3f ms is the least of %d candidates, %d of which fit",
                String.join(", ", best.candidate().tensors()),
                planner.goal() == CutPlanner.Goal.LATENCY ? "a latency" : "a period", planner.value(best),
                rows.size(), rows.stream().filter(Row::fits).count());
    }
}
