package io.sluice.onnx.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.onnx.cut.CutPlanner.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model of four layers: 1 ms each on the first device, a tenth of that on the second. */
class CutPlannerTest {

    private static final long MUCH = Long.MAX_VALUE;
    private static final List<Candidate> CANDIDATES = List.of(
            candidate("in", 300_000, 0, 0.4, 0, 40),
            candidate("a", 100_000, 1, 0.3, 10, 30),
            candidate("b", 10_000, 2, 0.2, 20, 20),
            candidate("c", 9_000, 3, 0.1, 30, 10),
            candidate("out", 100, 4, 0, 40, 0));

    @Test
    void aFastLinkSendsTheFrame() {
        // 10 Gb/s: the frame in 0.24 ms.
        assertEquals("in", best(new CutPlanner(new Link(1.25e9, 0), MUCH, MUCH, Goal.LATENCY)));
    }

    @Test
    void aSlowLinkKeepsAllAtHome() {
        assertEquals("out", best(new CutPlanner(new Link(1e5, 5), MUCH, MUCH, Goal.LATENCY)));
    }

    @Test
    void aLinkInBetweenCutsWhereLittleCrosses() {
        // 10 MB/s: 30.4, 11.3, 3.2, 4.0, 4.01 ms.
        CutPlanner planner = new CutPlanner(new Link(1e7, 0), MUCH, MUCH, Goal.LATENCY);
        assertEquals("b", best(planner));
        assertEquals(3.2, planner.plan(CANDIDATES).chosen().orElseThrow().latencyMillis(), 1e-9);
    }

    @Test
    void framesInSuccessionAreLimitedByTheSlowestPart() {
        // 100 MB/s with a long way: periods 3, 1, 2, 3, 4 ms, whatever the way takes.
        assertEquals("a", best(new CutPlanner(new Link(1e8, 50), MUCH, MUCH, Goal.PERIOD)));
    }

    @Test
    void memoryIsKept() {
        assertEquals("b", best(new CutPlanner(new Link(1.25e9, 0), MUCH, 25, Goal.LATENCY)));
        assertEquals("c", best(new CutPlanner(new Link(1e7, 0), 35, 15, Goal.LATENCY)));
        CutPlan none = new CutPlanner(new Link(1e7, 0), 5, 5, Goal.LATENCY).plan(CANDIDATES);
        assertTrue(none.chosen().isEmpty());
        assertTrue(none.explanation().startsWith("no cut fits"), none.explanation());
    }

    @Test
    void theChoiceIsExplainedByAllCandidates() {
        String explanation =
                new CutPlanner(new Link(1e7, 0), 25, MUCH, Goal.LATENCY).plan(CANDIDATES).explanation();
        assertTrue(explanation.startsWith("cut at b: a latency of 3.200 ms is the least of 5 candidates, 3 of which fit"),
                explanation);
        assertEquals(2 + CANDIDATES.size(), explanation.lines().count());
        assertEquals(2, explanation.lines().filter(line -> line.contains("first device's memory")).count());
    }

    @Test
    void aLinkThatCarriesNothingIsNone() {
        assertThrows(IllegalArgumentException.class, () -> new Link(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Link(Double.NaN, 1));
    }

    private static String best(CutPlanner planner) {
        return planner.plan(CANDIDATES).chosen().orElseThrow().candidate().tensors().get(0);
    }

    private static Candidate candidate(
            String tensor, long bytes, double head, double tail, long headBytes, long tailBytes) {
        return new Candidate(List.of(tensor), bytes, head, tail, headBytes, tailBytes);
    }
}
