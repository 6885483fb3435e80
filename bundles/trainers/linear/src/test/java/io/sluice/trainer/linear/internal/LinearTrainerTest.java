package io.sluice.trainer.linear.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.Tasks;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples come as results of other tasks; a model and what it reaches on samples it never saw come out. */
class LinearTrainerTest {

    @TempDir
    private Path scratch;

    @Test
    void learnsToTellDefectsOfRealBoards() throws Exception {
        List<AnalysisResult> boards = Boards.read();
        MemoryContext context = new MemoryContext(scratch);
        JsonObject arguments = arguments().put("Samples", boards.size()).put("Rate", JsonValue.of(0.02)).put("Epochs", 60)
                .put("Penalty", JsonValue.of(0.01)).build();
        try (TaskRun run = new LinearTrainer().start(Tasks.of(7, "", arguments, OptionalInt.empty(), "crops"), context)) {
            run.take(result("boards", boards.toArray(AnalysisResult[]::new)));
            until(context::hasFinished);
        }
        JsonObject figures = (JsonObject) context.data("model").extra().get("Figures").orElseThrow();
        double before = number(figures, "AccuracyBefore");
        double after = number(figures, "AccuracyAfter");
        System.out.printf("DeepPCB, %d defects of 6 kinds: %.3f of %.0f held out are told right, %.3f by the most frequent kind%n",
                boards.size(), after, number(figures, "HeldOut"), before);
        assertTrue(after > before + 0.15, figures.toString());
        assertTrue(number(figures, "LossAfter") < number(figures, "LossBefore"), figures.toString());
    }

    @Test
    void theModelIsTheSameThoughItWasInterrupted() throws Exception {
        MemoryContext whole = new MemoryContext(Files.createDirectory(scratch.resolve("whole")));
        try (TaskRun run = start(whole)) {
            run.take(result("a", clouds(60)));
            until(whole::hasFinished);
        }
        MemoryContext cut = new MemoryContext(Files.createDirectory(scratch.resolve("cut")));
        TaskRun first = start(cut);
        first.take(result("a", clouds(60)));
        until(() -> cut.checkpoint().isPresent());
        first.close();
        cut.full(true);
        for (int again = 0; again < 2; again++) {
            TaskRun run = start(cut);
            run.pause();
            run.resume();
            run.take(result("b", clouds(5)));
            run.close();
        }
        cut.full(false);
        try (TaskRun last = start(cut)) {
            until(cut::hasFinished);
        }
        assertArrayEquals(model(whole), model(cut));
        assertEquals(whole.data("model"), cut.data("model"));
    }

    @Test
    void anotherSeedIsAnotherSplitAndWhatWasLearntRunsElsewhere() throws Exception {
        MemoryContext context = new MemoryContext(scratch);
        try (TaskRun run = start(context)) {
            run.take(result("a", clouds(60)));
            until(context::hasFinished);
        }
        JsonObject figures = (JsonObject) context.data("model").extra().get("Figures").orElseThrow();
        assertTrue(number(figures, "AccuracyAfter") > 0.9, figures.toString());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model(context))) {
            for (int kind = 0; kind < 3; kind++) {
                float[] middle = {kind == 0 ? 4 : 0, kind == 1 ? 4 : 0, kind == 2 ? 4 : 0, 100};
                try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(middle), new long[] {1, 4});
                        OrtSession.Result scores = session.run(Map.of("features", input))) {
                    float[] given = ((float[][]) scores.get(0).getValue())[0];
                    assertEquals(1, given[0] + given[1] + given[2], 1e-4);
                    assertTrue(given[kind] > 0.8, kind + ": " + given[kind]);
                }
            }
        }
        List<Sample> samples = Sample.of(result("a", clouds(60)));
        Split one = Split.of(samples, Wish.of(arguments().build()));
        assertEquals(one, Split.of(samples, Wish.of(arguments().build())));
        assertTrue(one.training().stream().noneMatch(sample ->
                one.heldOut().stream().anyMatch(held -> held.group().equals(sample.group()))), "a group is on both sides");
        assertTrue(!one.equals(Split.of(samples, Wish.of(arguments().put("Seed", 5).build()))));
    }

    @Test
    void whatIsNoSampleIsLeftOutAndTheSameCountsOnce() throws Exception {
        MemoryContext context = new MemoryContext(scratch);
        TaskRun run = start(context);
        AnalysisResult[] good = clouds(2);
        run.take(result("a", good));
        run.take(result("a", good));
        AnalysisResult endless = part("x", "g", new double[5000]);
        AnalysisResult text = new AnalysisResult(Optional.of(JsonObject.builder()
                .put("Vector", new JsonArray(List.of(JsonValue.of("one"), JsonValue.of(2)))).build()), OptionalInt.empty(), good[0].resultData());
        AnalysisResult infinite = new AnalysisResult(Optional.of(JsonObject.builder()
                .put("Vector", new JsonArray(List.of(new JsonNumber("1e999")))).build()), OptionalInt.empty(), good[0].resultData());
        run.take(result("hostile", endless, text, infinite, part("", "g", 1, 2, 3, 4), part("short", "g", 1)));
        run.take(result("empty"));
        assertEquals("6", ((JsonNumber) run.occupied().get("Samples").orElseThrow()).literal());
        run.close();
        Files.write(scratch.resolve("samples"), new byte[] {0, 0, 1, 0, 1, 2, 3}, StandardOpenOption.APPEND);
        TaskRun again = start(context);
        assertEquals("6", ((JsonNumber) again.occupied().get("Samples").orElseThrow()).literal(), "half a sample is cut off");
        again.take(result("b", clouds(1)));
        again.close();
        try (TaskRun last = start(context)) {
            assertEquals("9", ((JsonNumber) last.occupied().get("Samples").orElseThrow()).literal());
            assertThrows(InvalidInputException.class, () -> last.change(arguments().put("Seed", 8).build()));
        }
    }

    @Test
    void samplesOfOneKindFailTheTask() throws Exception {
        MemoryContext context = new MemoryContext(scratch);
        try (TaskRun run = start(context)) {
            AnalysisResult[] same = new AnalysisResult[180];
            for (int index = 0; index < same.length; index++) {
                same[index] = part("same", "g" + index, index, 1);
            }
            run.take(result("a", same));
            until(() -> context.failure().isPresent());
        }
        assertTrue(context.failure().orElseThrow().startsWith("60: The samples have 1 classes"), context.failure().orElseThrow());
    }

    @Test
    void wrongArgumentsAreRefused() {
        LinearTrainer trainer = new LinearTrainer();
        assertEquals(List.of(), trainer.check(Tasks.of(7, "", arguments().build(), OptionalInt.empty(), "crops")));
        assertEquals(60, trainer.check(Tasks.of(7, "", arguments().build(), OptionalInt.empty())).get(0).exceptionCode());
        for (JsonObject wrong : List.of(arguments().put("Rat", 1).build(), arguments().put("Epochs", 0).build(),
                arguments().put("HeldOut", JsonValue.of(0.9)).build(), arguments().put("Rate", "fast").build())) {
            assertEquals("runner.arguments.invalid",
                    trainer.check(Tasks.of(7, "", wrong, OptionalInt.empty(), "crops")).get(0).code(), wrong.toString());
        }
    }

    private TaskRun start(MemoryContext context) {
        return new LinearTrainer().start(Tasks.of(7, "", arguments().put("Samples", 180).build(), OptionalInt.empty(), "a"), context);
    }

    private static JsonObject.Builder arguments() {
        return JsonObject.builder().put("Method", "linear-probe");
    }

    /** Three kinds around three points, and a feature that tells nothing. */
    private static AnalysisResult[] clouds(int each) {
        SplittableRandom random = new SplittableRandom(11);
        List<AnalysisResult> parts = new ArrayList<>();
        for (int index = 0; index < 3 * each; index++) {
            int kind = index % 3;
            double[] vector = new double[4];
            for (int feature = 0; feature < 3; feature++) {
                vector[feature] = (feature == kind ? 4 : 0) + random.nextDouble(-2, 2);
            }
            vector[3] = 100;
            parts.add(part("kind " + kind, "group " + index / 6, vector));
        }
        return parts.toArray(AnalysisResult[]::new);
    }

    static AnalysisResult part(String label, String group, double... vector) {
        List<JsonValue> values = new ArrayList<>();
        for (double value : vector) {
            values.add(JsonValue.of(value));
        }
        return new AnalysisResult(Optional.of(JsonObject.builder().put("Vector", new JsonArray(values)).build()), OptionalInt.of(3),
                Optional.of(JsonObject.builder().put("Kind", "Detection").put("Label", label).put("Group", group).build()));
    }

    private static TaskResultBody result(String key, AnalysisResult... parts) {
        return new TaskResultBody("a", Optional.empty(), "31010000001320000009", List.of(), 0, "1", Optional.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), 1, Optional.empty(),
                new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(List.of(parts))),
                JsonObject.builder().put("Key", key).build());
    }

    private static byte[] model(MemoryContext context) {
        JsonObject model = (JsonObject) context.data("model").extra().get("Model").orElseThrow();
        return Base64.getDecoder().decode(((JsonText) model.get("Content").orElseThrow()).text());
    }

    private static double number(JsonObject object, String name) {
        return ((JsonNumber) object.get(name).orElseThrow()).toDouble();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertTrue(condition.getAsBoolean());
    }
}
