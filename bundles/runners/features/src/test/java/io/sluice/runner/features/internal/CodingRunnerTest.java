package io.sluice.runner.features.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingRunnerTest {

    private static final float[] FACE = {0.12f, -0.5f, 0.33f, 0.71f};
    private static final JsonObject ENCODE = JsonObject.builder().put("Mode", "ENCODE").build();
    private static final JsonObject DECODE = JsonObject.builder().put("Mode", "DECODE").build();

    private final CodingRunner runner = new CodingRunner();
    private final FakeContext context = new FakeContext();

    @Test
    void aResultGoesOnWithItsVectorsEncodedAndComesBackDecoded() {
        TaskRun encoding = start(Tasks.afterLook(4, ENCODE), context);
        encoding.take(Tasks.look("look/0/1", FACE));
        Data encoded = only(context);
        AnalysisResult part = encoded.analysisResult().orElseThrow().get(0);
        JsonObject info = part.featureInfo().orElseThrow();
        assertEquals(Optional.of("fc7"), info.text("Layer"), "what else is told of the vector stays");
        assertEquals(Optional.of("INT8"), info.text("Kind"));
        assertTrue(number(info, "Cosine") > 0.999 && number(info, "MaxError") <= number(info, "ErrorBound"), info.toString());
        assertTrue(info.get("Vector").isEmpty());
        assertEquals(Optional.of("person"), part.resultData().orElseThrow().text("Label"));
        assertEquals(2, encoded.analysisResult().get().size(), "parts without a vector stay");
        assertEquals(Tasks.look("x").taskResultData().extra().get("Picture"), encoded.extra().get("Picture"));
        JsonObject told = (JsonObject) encoded.extra().get("Coding").orElseThrow();
        assertEquals(1, number(told, "Features"));
        assertEquals(16, number(told, "FloatBytes"));

        FakeContext after = new FakeContext();
        TaskRun decoding = start(Tasks.afterLook(4, DECODE), after);
        decoding.take(Tasks.result("t/0/x", encoded));
        JsonObject back = only(after).analysisResult().orElseThrow().get(0).featureInfo().orElseThrow();
        assertArrayEquals(FACE, FeatureInfos.required(back), 0.71f / 127);
        assertEquals(Optional.of("fc7"), back.text("Layer"));
        assertTrue(back.get("Data").isEmpty() && back.get("Cosine").isEmpty(), back.toString());
    }

    @Test
    void aResultThatComesAgainIsTheSameResult() {
        TaskRun run = start(Tasks.afterLook(4, ENCODE), context);
        run.take(Tasks.look("look/0/1", FACE));
        run.take(Tasks.look("look/0/1", FACE));
        run.take(Tasks.look("look/0/2", FACE));
        assertEquals(2, context.emitted.size());
        assertEquals(1, context.repeated);
        start(Tasks.afterLook(4, ENCODE), context).take(Tasks.look("look/0/2", FACE));
        assertEquals(2, context.emitted.size(), "after a restart too");
    }

    @Test
    void whatCannotBeSentOnIsLeftWithItsSender() {
        TaskRun run = start(Tasks.afterLook(4, ENCODE), context);
        context.refuse(1);
        assertThrows(UnavailableException.class, () -> run.take(Tasks.look("k", FACE)));
        run.pause();
        assertThrows(UnavailableException.class, () -> run.take(Tasks.look("k", FACE)));
        run.resume();
        run.take(Tasks.look("k", FACE));
        assertEquals(1, context.emitted.size());
    }

    @Test
    void damagedVectorsAreRefusedAndNothingOfTheirResultGoesOn() {
        FakeContext encoded = new FakeContext();
        start(Tasks.afterLook(4, ENCODE), encoded).take(Tasks.look("k", FACE, FACE));
        List<AnalysisResult> parts = new ArrayList<>(only(encoded).analysisResult().orElseThrow());
        JsonObject good = parts.get(1).featureInfo().orElseThrow();
        String data = good.text("Data").orElseThrow();
        TaskRun run = start(Tasks.afterLook(4, DECODE), context);
        for (JsonObject wrong : List.of(with(good, "Data", data.substring(0, 8) + "AAAA" + data.substring(12)), with(good, "Data", "?"),
                with(good, "Encoding", "zip"), JsonObject.builder().put("Vector", "none").build(),
                JsonObject.builder().put("Vector", new JsonArray(List.of(JsonValue.of("1")))).build(),
                JsonObject.builder().put("Vector", new JsonArray(List.of(new JsonNumber("1e999")))).build())) {
            parts.set(1, new AnalysisResult(Optional.of(wrong), OptionalInt.empty(), Optional.empty()));
            Data bad = new Data(Optional.empty(), Optional.empty(), Optional.of(parts));
            InvalidInputException refused = assertThrows(InvalidInputException.class, () -> run.take(Tasks.result("bad", bad)));
            assertTrue(refused.code().startsWith("feature."), refused.code());
        }
        assertEquals(0, context.emitted.size());
    }

    @Test
    void vectorsOfTheArgumentsAreWorkedOffOnceAndTheTaskEnds() throws Exception {
        TaskDispatchInfo task = Tasks.withFeatures(4, JsonObject.builder().put("Mode", "ENCODE").put("Kind", "FLOAT16"),
                IntStream.range(0, 120).mapToObj(index -> new float[] {index, 1}).toArray(float[][]::new));
        context.refuse(2);
        context.checkpoint("100".getBytes(StandardCharsets.UTF_8));
        TaskRun run = start(task, context);
        assertEquals("finished at 100", context.awaitEnd());
        assertEquals(20, context.emitted.size(), "what was done before is not done again");
        assertEquals("120", new String(context.checkpoint().orElseThrow(), StandardCharsets.UTF_8));
        JsonObject last = context.emitted.get("given-119").analysisResult().orElseThrow().get(0).featureInfo().orElseThrow();
        assertArrayEquals(new float[] {119, 1}, FeatureInfos.required(last), 0.1f);
        assertThrows(RejectedException.class, () -> run.take(Tasks.look("k", FACE)));
        run.close();
        run.close();
    }

    @Test
    void whatComesOutTooFarIsEncodedFiner() {
        JsonObject strict = JsonObject.builder().put("Mode", "ENCODE").put("LeastCosine", JsonValue.of(0.9999999)).build();
        start(Tasks.afterLook(4, strict), context).take(Tasks.look("k", FACE));
        JsonObject info = only(context).analysisResult().orElseThrow().get(0).featureInfo().orElseThrow();
        assertEquals(Optional.of("FLOAT16"), info.text("Kind"));
        assertTrue(number(info, "Cosine") >= 0.9999999, info.toString());
    }

    @Test
    void otherArgumentsHoldFromTheNextResultOn() {
        TaskRun run = start(Tasks.afterLook(4, ENCODE), context);
        run.change(JsonObject.builder().put("Mode", "ENCODE").put("Kind", "FLOAT32").build());
        assertThrows(InvalidInputException.class, () -> run.change(JsonObject.builder().put("Mode", "ZIP").build()));
        run.take(Tasks.look("k", FACE));
        JsonObject info = only(context).analysisResult().orElseThrow().get(0).featureInfo().orElseThrow();
        assertEquals(Optional.of("FLOAT32"), info.text("Kind"));
        assertArrayEquals(FACE, FeatureInfos.required(info));
    }

    @ParameterizedTest
    @CsvSource({"Mode,PACK", "Kind,INT4", "LeastCosine,2", "Size,1", "Features,1"})
    void wrongArgumentsAreNamed(String name, String value) {
        JsonObject arguments = with(ENCODE, name, value);
        Obstacle found = runner.check(Tasks.afterLook(4, arguments)).get(0);
        assertEquals(10, found.exceptionCode());
        assertTrue(found.message().contains("'" + name + "'"), found.message());
    }

    @Test
    void aSourceThatSendsNothingIsRefusedByCode60() {
        assertEquals(List.of(), runner.check(Tasks.afterLook(4, ENCODE)));
        assertEquals("runner.source.undeclared", only60(Tasks.on(4, Optional.of("task:look"), List.of(), ENCODE)));
        assertEquals("runner.source.invalid", only60(Tasks.on(4, Optional.of("rtsp://127.0.0.1/x"), List.of(), ENCODE)));
        assertEquals(10, runner.check(Tasks.on(4, Optional.empty(), List.of(), ENCODE)).get(0).exceptionCode());
        assertEquals(10, runner.check(Tasks.withFeatures(4, JsonObject.builder().put("Mode", "ENCODE"), new float[0])).get(0).exceptionCode());
    }

    private String only60(TaskDispatchInfo task) {
        List<Obstacle> found = runner.check(task);
        assertEquals(60, found.get(0).exceptionCode());
        return found.get(0).code();
    }

    private TaskRun start(TaskDispatchInfo task, FakeContext told) {
        assertEquals(List.of(), runner.check(task));
        return runner.start(task, told);
    }

    private static Data only(FakeContext told) {
        assertEquals(1, told.emitted.size());
        return told.emitted.values().iterator().next();
    }

    private static double number(JsonObject object, String name) {
        return ((JsonNumber) object.get(name).orElseThrow()).toDouble();
    }

    private static JsonObject with(JsonObject object, String name, String value) {
        JsonObject.Builder changed = JsonObject.builder().put(name, new JsonText(value));
        object.members().forEach(changed::add);
        return changed.build();
    }
}
