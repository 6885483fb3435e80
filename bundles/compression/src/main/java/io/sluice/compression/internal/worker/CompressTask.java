package io.sluice.compression.internal.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.InputSpec;
import io.sluice.compression.internal.wire.Message;
import io.sluice.compression.internal.wire.Wire;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.run.Agreement;
import io.sluice.onnx.run.Bounds;
import io.sluice.onnx.run.Int8Compression;
import io.sluice.onnx.run.Int8Compression.Outcome;
import io.sluice.onnx.run.OutputAngles;
import io.sluice.onnx.run.Tensor;
import io.sluice.onnx.run.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes an int8 form. Of the frames every third judges and the others calibrate: all hours are on both sides, and since each
 * frame differs from every other, none is on both.
 */
final class CompressTask {

    /** Share of activations within the ranges that are chosen by share. */
    private static final double KEPT = 0.9999;

    private static final int JUDGE = 3;

    private final Talk talk;
    private double part;

    CompressTask(Talk talk) {
        this.talk = talk;
    }

    void run(JsonNode task, OnnxModel model) throws IOException {
        boolean dynamic = task.path("method").asText().equals("dynamic");
        InputSpec spec = spec(task.path("input"));
        int least = task.path("least").asInt();
        talk.progress("decoding frames", 0);
        FrameSource source = new FrameSource(spec, task.path("count").asInt());
        source.take(task.path("frames"));
        if (source.frames().size() < least) {
            throw new RejectedException("compression.frames.few",
                    "Of " + source.looked() + " pictures looked at, only " + source.frames().size()
                            + " differ from one another; " + least + " are needed.",
                    "Take a longer time, or one in which more happens before the camera.", null);
        }
        List<FloatBuffer> calibration = new ArrayList<>();
        List<FloatBuffer> judging = new ArrayList<>();
        for (int index = 0; index < source.frames().size(); index++) {
            (dynamic || index % JUDGE == JUDGE - 1 ? judging : calibration).add(source.frames().get(index));
        }
        ObjectNode figures = Wire.object();
        figures.putObject("frames").put("looked", source.looked()).put("taken", source.frames().size())
                .put("calibration", calibration.size()).put("heldOut", judging.size());
        String input = model.graph().requiredInputs().get(0).name();
        long[] shape = {1, 3, spec.height(), spec.width()};
        List<Map<String, Tensor>> heldOut = new FrameList(input, shape, judging);
        Outcome outcome = compress(task, model, dynamic, new FrameList(input, shape, calibration), heldOut);
        figures(figures, task, model, outcome);
        boolean accepted = outcome.model().isPresent();
        if (accepted) {
            OnnxModel small = outcome.model().get();
            talk.progress("measuring on the device", 0.9);
            accepted = measure(figures, task, model, small);
            angles(figures.putArray("outputs"), model, small, heldOut);
        }
        finish(figures, accepted, outcome);
    }

    private Outcome compress(JsonNode task, OnnxModel model, boolean dynamic, List<Map<String, Tensor>> calibration,
            List<Map<String, Tensor>> heldOut) {
        Agreement agreement = Agreement.of(task.path("family").asText(), task.path("score").asDouble(),
                task.path("overlap").asDouble());
        JsonNode given = task.path("bounds");
        // Time is bound where the model will run; of another device this processor says nothing.
        double ratio = task.path("processor").asBoolean() ? 1 / given.path("speedup").asDouble() : Double.MAX_VALUE;
        Bounds bounds = new Bounds(given.path("agreement").asDouble(), ratio, given.path("findings").asInt());
        Int8Compression compression =
                new Int8Compression(agreement, bounds, Settings.DEFAULT, KEPT, this::progress);
        return dynamic ? compression.withoutFrames(model, heldOut) : compression.fromFrames(model, calibration, heldOut);
    }

    /** Each step is taken as a part of what is left, since nobody knows how many layers must go back. */
    private void progress(String text) {
        part += (0.85 - part) / 4;
        talk.progress(text, 0.05 + part);
    }

    private static void figures(ObjectNode figures, JsonNode task, OnnxModel model, Outcome outcome) {
        Verdict verdict = outcome.verdict();
        figures.putObject("agreement").put("agreed", verdict.agreed()).put("compared", verdict.compared())
                .put("share", verdict.agreement())
                .put("of", switch (task.path("family").asText()) {
                    case "CLASSIFICATION" -> "classes";
                    case "EMBEDDING" -> "directions";
                    default -> "boxes";
                });
        figures.putObject("processor").put("float32Millis", verdict.originalMillis())
                .put("int8Millis", verdict.candidateMillis()).put("speedup", 1 / verdict.timeRatio());
        figures.putObject("bytes").put("before", model.encodedSize()).put("after", outcome.bytes());
        figures.put("ranges", outcome.ranges().name().toLowerCase(java.util.Locale.ROOT));
        ArrayNode kept = figures.putArray("keptFloat32");
        outcome.keptFloat().forEach(kept::add);
        figures.put("verdict", verdict.explanation());
    }

    /** Whether it is fast enough on the device as well. */
    private boolean measure(ObjectNode figures, JsonNode task, OnnxModel model, OnnxModel small) {
        String device = task.path("device").asText();
        if (device.isEmpty()) {
            return true;
        }
        List<Double> millis = talk.millis(device, List.of(model, small));
        double speedup = millis.get(0) / millis.get(1);
        figures.putObject("device").put("id", device).put("float32Millis", millis.get(0))
                .put("int8Millis", millis.get(1)).put("speedup", speedup);
        boolean fast = speedup >= task.path("bounds").path("speedup").asDouble();
        if (!fast) {
            figures.put("verdict", String.format(java.util.Locale.ROOT,
                    "refused: %s takes %.3f ms against %.3f ms (%.2f times as fast, bound %.2f)", device, millis.get(1),
                    millis.get(0), speedup, task.path("bounds").path("speedup").asDouble()));
        }
        return fast;
    }

    private static void angles(
            ArrayNode outputs, OnnxModel model, OnnxModel small, List<Map<String, Tensor>> heldOut) {
        OutputAngles.compare(model, small, heldOut)
                .forEach((name, cosine) -> outputs.addObject().put("name", name).put("cosine", cosine));
    }

    private void finish(ObjectNode figures, boolean accepted, Outcome outcome) {
        ObjectNode body = Wire.object().put("accepted", accepted);
        body.set("figures", figures);
        if (!accepted) {
            talk.send(Message.Type.RESULT, body, List.of());
            return;
        }
        talk.send(Message.Type.RESULT, body, List.of(ByteBuffer.wrap(outcome.model().orElseThrow().toBytes())));
    }

    private static InputSpec spec(JsonNode input) {
        List<Double> mean = new ArrayList<>();
        List<Double> scale = new ArrayList<>();
        input.path("mean").forEach(one -> mean.add(one.asDouble()));
        input.path("scale").forEach(one -> scale.add(one.asDouble()));
        return new InputSpec(input.path("width").asInt(), input.path("height").asInt(),
                InputSpec.Channels.valueOf(input.path("channels").asText()),
                InputSpec.Fit.valueOf(input.path("fit").asText()), mean, scale);
    }
}
