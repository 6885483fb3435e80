package io.sluice.compression.internal.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.OnnxNormaliser;
import io.sluice.onnx.cut.Candidate;
import io.sluice.onnx.cut.CutPlan;
import io.sluice.onnx.cut.CutPlanner;
import io.sluice.onnx.cut.Link;
import io.sluice.onnx.run.CutMeasurement;
import io.sluice.onnx.run.CutMeasurement.DeviceClock;
import java.util.List;
import java.util.Locale;

/** Measures the parts of a model at each cut on two devices of the gateway, and plans. */
final class CutTask {

    private final Talk talk;
    private int measured;

    CutTask(Talk talk) {
        this.talk = talk;
    }

    void run(JsonNode task, OnnxModel model) {
        OnnxModel normal = model.copy();
        OnnxNormaliser.normalise(normal);
        int most = task.path("most").asInt();
        CutMeasurement measurement =
                new CutMeasurement(clock(task.path("head").asText(), most), clock(task.path("tail").asText(), most));
        List<Candidate> candidates = measurement.measure(normal, most);
        CutPlanner planner = new CutPlanner(
                new Link(task.path("bytesPerSecond").asDouble(), task.path("latencyMillis").asDouble()),
                Long.MAX_VALUE, Long.MAX_VALUE, CutPlanner.Goal.valueOf(task.path("goal").asText()));
        CutPlan plan = planner.plan(candidates);
        ObjectNode figures = Wire.object();
        figures.put("reason", plan.explanation().lines().findFirst().orElse(""));
        ArrayNode rows = figures.putArray("candidates");
        plan.rows().forEach(row -> write(rows.addObject(), row, row.equals(plan.chosen().orElse(null))));
        ObjectNode body = Wire.object().put("accepted", true);
        body.set("figures", figures);
        talk.send(Message.Type.RESULT, body, List.of());
    }

    private DeviceClock clock(String device, int most) {
        return model -> {
            // Of each candidate two parts, of the whole one each.
            talk.progress("measuring on " + device, Math.min(0.99, measured++ / (2.0 * most + 2)));
            return talk.millis(device, List.of(model)).get(0);
        };
    }

    private static void write(ObjectNode row, CutPlan.Row found, boolean chosen) {
        Candidate candidate = found.candidate();
        ArrayNode tensors = row.putArray("tensors");
        candidate.tensors().forEach(tensors::add);
        row.put("kind", (candidate.headMillis() == 0 ? Kind.ALL_ON_TAIL
                : candidate.tailMillis() == 0 ? Kind.ALL_ON_HEAD : Kind.CUT).name().toLowerCase(Locale.ROOT));
        row.put("bytes", candidate.bytes()).put("headMillis", candidate.headMillis())
                .put("linkMillis", found.linkMillis()).put("tailMillis", candidate.tailMillis())
                .put("latencyMillis", found.latencyMillis()).put("periodMillis", found.periodMillis())
                .put("headBytes", candidate.headBytes()).put("tailBytes", candidate.tailBytes()).put("chosen", chosen);
    }

    /** What a candidate is. */
    private enum Kind {
        CUT,
        ALL_ON_HEAD,
        ALL_ON_TAIL
    }
}
