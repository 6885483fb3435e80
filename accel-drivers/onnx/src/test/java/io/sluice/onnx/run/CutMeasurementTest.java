package io.sluice.onnx.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.cut.Candidate;
import io.sluice.onnx.cut.CutPlan;
import io.sluice.onnx.cut.CutPlanner;
import io.sluice.onnx.cut.Link;
import io.sluice.onnx.run.CutMeasurement.DeviceClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutMeasurementTest {

    private static final long PLENTY = 1 << 30;

    /** A device of which the time is known: each convolution takes as long as told, all else nothing. */
    private static DeviceClock device(double millis) {
        return model -> millis * model.graph().nodes().stream().filter(node -> node.is("Conv")).count();
    }

    @Test
    void theBestCutOfAKnownModelIsFound() {
        // Four convolutions; frame 6912 bytes, behind the first 36864, pooled 9216, behind the last the mean's 128.
        OnnxModel model = DenseModel.of(13);
        List<Candidate> candidates = new CutMeasurement(device(1), device(0.01)).measure(model, 100);
        assertEquals(List.of("picture"), candidates.get(0).tensors());
        assertEquals(6912, candidates.get(0).bytes());
        assertEquals(List.of("scores"), candidates.get(1).tensors());
        assertEquals(40, candidates.get(1).bytes());
        assertEquals("picture", best(candidates, new Link(1e8, 0.1), PLENTY));
        // 1 kB/s: nothing but the scores, and those only, is worth sending.
        assertEquals("scores", best(candidates, new Link(1e3, 0.1), PLENTY));
        CutPlan small = new CutPlanner(new Link(1e6, 0), PLENTY, 20_000, CutPlanner.Goal.LATENCY).plan(candidates);
        assertTrue(small.chosen().orElseThrow().candidate().headMillis() >= 3, small.explanation());
    }

    @Test
    void aCandidatesPartsAreTheWholeModelsWork() {
        OnnxModel model = DenseModel.of(13);
        for (Candidate candidate : new CutMeasurement(device(1), device(1)).measure(model, 100)) {
            assertEquals(4, candidate.headMillis() + candidate.tailMillis(), candidate.toString());
        }
    }

    @Test
    void thisProcessorIsADevice() {
        OnnxModel model = DenseModel.of(13);
        DeviceClock processor = DeviceClock.processor(3);
        List<Candidate> candidates = new CutMeasurement(processor, processor).measure(model, 3);
        assertEquals(5, candidates.size());
        assertTrue(candidates.stream().allMatch(candidate -> candidate.headMillis() + candidate.tailMillis() > 0));
    }

    private static String best(List<Candidate> candidates, Link link, long memory) {
        return new CutPlanner(link, memory, memory, CutPlanner.Goal.LATENCY)
                .plan(candidates).chosen().orElseThrow().candidate().tensors().get(0);
    }
}
