package io.sluice.runner.aggregation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonLiteral;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Obstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of other tasks come in any order, late, twice, broken, and across restarts. */
class AggregationRunTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(Given.START + 60_000), ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path scratch;

    private final AtomicLong nanos = new AtomicLong();
    private MemoryContext context;
    private AggregationRun run;

    @BeforeEach
    void open() {
        context = new MemoryContext(scratch);
    }

    @AfterEach
    void close() {
        if (run != null) {
            run.close();
        }
    }

    @Test
    void resultsOfSeveralTasksComeOutInTheOrderOfTimeAndOfDependencies() throws Exception {
        start(merge());
        send("b", 300);
        send("a", 100);
        send("b", 200);
        send("a", 300);
        assertTrue(context.keys().isEmpty(), "nothing is complete before the lateness is over");
        send("a", 5000);
        send("b", 1300);
        context.awaitResults(4);
        assertEquals(List.of("a 100", "b 200", "a 300", "b 300"), told());
        assertEquals(List.of(), numbers("Late"), "none was late");
    }

    @Test
    void aSourceThatIsSilentHoldsNobodyUpForLong() throws Exception {
        start(merge());
        send("a", 100);
        send("a", 9000);
        nanos.addAndGet(29 * SECOND);
        send("a", 9100);
        assertTrue(context.keys().isEmpty(), "the other source is still waited for");
        nanos.addAndGet(2 * SECOND);
        send("a", 9200);
        context.awaitResults(1);
        assertEquals(List.of("a 100"), told());
        nanos.addAndGet(31 * SECOND);
        context.awaitResults(4);
        assertEquals(List.of("a 100", "a 9000", "a 9100", "a 9200"), told());
    }

    @Test
    void whatComesTooLateIsCountedAndTold() throws Exception {
        start(merge());
        send("a", 5000);
        send("b", 5000);
        send("a", 10_000);
        send("b", 10_000);
        context.awaitResults(2);
        send("a", 4000);
        send("b", 4500);
        send("a", 20_000);
        send("b", 20_000);
        context.awaitResults(4);
        assertEquals(List.of("a 5000", "b 5000", "a 10000", "b 10000"), told());
        assertEquals("2", number(context.data().get(3), "Late"));
        assertEquals("2", Json.of(run.occupied()).path("ResultsLate").asText());
    }

    @Test
    void whatComesTooLateIsSentByItselfWhereThatIsWanted() throws Exception {
        start(Given.doing("merge").put("LatenessMillis", 1000).put("Late", "send").build());
        send("a", 5000);
        send("b", 7000);
        send("a", 7000);
        context.awaitResults(1);
        send("b", 4000);
        send("b", 4000);
        context.awaitResults(2);
        assertEquals(List.of("a 5000", "b 4000"), told());
        assertEquals(JsonLiteral.TRUE, context.data().get(1).extra().get("Late").orElseThrow());
        assertEquals("1", Json.of(run.occupied()).path("ResultsTwice").asText());
    }

    @Test
    void theSameResultCountsOnceWhicheverWayItCame() throws Exception {
        start(merge());
        for (int way = 0; way < 3; way++) {
            send("a", 100);
        }
        send("a", 5000);
        send("b", 5000);
        context.awaitResults(1);
        send("a", 100);
        send("b", 9000);
        send("a", 9000);
        context.awaitResults(3);
        assertEquals(List.of("a 100", "a 5000", "b 5000"), told());
        assertEquals("3", Json.of(run.occupied()).path("ResultsTwice").asText());
        assertEquals("0", Json.of(run.occupied()).path("ResultsLate").asText());
    }

    @Test
    void whatWasTakenIsNotLostAndComesOutOnceThoughItWasKilledInTheMiddle() throws Exception {
        start(merge());
        context.room(3);
        for (int at = 0; at < 10; at++) {
            send("a", at * 100);
            send("b", at * 100 + 50);
        }
        send("a", 20_000);
        send("b", 20_000);
        context.awaitResults(3);
        run.close();
        assertEquals(3, context.keys().size());
        context.room(Integer.MAX_VALUE);
        start(merge());
        context.awaitResults(20);
        List<String> expected = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            expected.add("a " + at * 100);
            expected.add("b " + (at * 100 + 50));
        }
        assertEquals(expected, told());
        assertTrue(context.repeated() >= 3, "what was sent before it was killed is made again");
        assertEquals(0, context.differing(), "the same key means the same result");
        context.await(() -> files() == 2);
    }

    @Test
    void groupsAreTheSameAfterARestart() throws Exception {
        JsonObject fuse = Given.doing("fuse").put("LatenessMillis", 0).put("ToleranceMillis", 20).build();
        start(fuse);
        context.room(1);
        for (int at = 0; at < 5; at++) {
            run.take(Given.result("a", at * 1000, Given.thing("car", 0.9, 0.1, 0.1, 0.2, 0.2)));
            run.take(Given.result("b", at * 1000 + 15, Given.thing("car", 0.7, 0.12, 0.1, 0.2, 0.2)));
        }
        run.take(Given.result("a", 30_000));
        run.take(Given.result("b", 30_000));
        context.awaitResults(1);
        run.close();
        context.room(Integer.MAX_VALUE);
        start(fuse);
        context.awaitResults(5);
        assertEquals(5, new HashSet<>(context.keys()).size());
        assertEquals(0, context.differing());
        context.data().forEach(data -> assertEquals(1, data.analysisResult().orElseThrow().size()));
    }

    @Test
    void filesThatAreDamagedAreLeftOut() throws Exception {
        start(merge());
        send("a", 100);
        run.close();
        Files.writeString(scratch.resolve("0123456789abcdef0123456789abcdef.json"), "{\"CommandType\": \"task_result\"");
        Files.writeString(scratch.resolve("half.part"), "{");
        start(merge());
        send("a", 9000);
        send("b", 9000);
        context.awaitResults(1);
        assertEquals(List.of("a 100"), told());
        assertEquals(Optional.empty(), context.failure());
    }

    @Test
    void hostileResultsAreRefusedOrPassWithoutHarm() throws Exception {
        start(Given.doing("associate").put("LatenessMillis", 0).build());
        assertThrows(RejectedException.class, () -> send("stranger", 100));
        assertEquals("runner.input.time",
                assertThrows(InvalidInputException.class, () -> send("a", 48L * 3600 * 1000)).code());
        assertThrows(InvalidInputException.class, () -> send("a", -Given.START - 1));
        JsonObject nonsense = JsonObject.builder().put("Kind", "Detection").put("Label", 7).put("Score", "high")
                .put("Box", new JsonArray(List.of())).build();
        List<JsonValue> endless = new ArrayList<>();
        for (int at = 0; at < 5000; at++) {
            endless.add(JsonValue.of(1));
        }
        TaskResultBody.AnalysisResult strange = new TaskResultBody.AnalysisResult(
                Optional.of(JsonObject.builder().put("Vector", new JsonArray(endless)).build()), OptionalInt.empty(),
                Optional.of(nonsense));
        run.take(Given.result("a", 100, strange, Given.looking(Given.thing("car", 0.5), 0, 0), Given.looking(
                Given.thing("car", 0.5, JsonObject.builder().put("TrackID", new JsonNumber("1e999999999")).build()), 1e300, 1)));
        send("a", 5000);
        send("b", 5000);
        context.awaitResults(1);
        assertEquals(3, context.data().get(0).analysisResult().orElseThrow().size(), "what is not understood is passed on");
        assertEquals(nonsense, Given.data(context.data().get(0), 0));
    }

    @Test
    void moreThanFitsStaysWithItsSenderAndNobodyWaitsForEver() throws Exception {
        start(Given.doing("merge").put("LatenessMillis", 0).put("IdleSeconds", 600_000).build());
        context.room(0);
        int taken = 0;
        try {
            for (; taken < 100_000; taken++) {
                run.take(result("a", taken));
            }
        } catch (UnavailableException full) {
            assertEquals("runner.input.full", full.code());
        }
        assertEquals(4096, taken);
        context.room(Integer.MAX_VALUE);
        context.await(() -> context.keys().size() == 4096);
        run.take(result("a", taken));
    }

    @Test
    void aPausedTaskKeepsWhatComes() throws Exception {
        start(merge());
        run.pause();
        send("a", 100);
        send("a", 5000);
        send("b", 5000);
        run.resume();
        context.awaitResults(1);
        assertEquals(List.of("a 100"), told());
    }

    @Test
    void argumentsAreCheckedBeforeAndWhileItRuns() throws Exception {
        AggregationRunner runner = new AggregationRunner();
        assertEquals(List.of(), runner.check(Given.task(merge(), "a", "b")));
        assertEquals(60, runner.check(Given.task(merge())).get(0).exceptionCode());
        for (JsonObject wrong : List.of(JsonObject.EMPTY, Given.doing("guess").build(),
                Given.doing("merge").put("LatenessMillis", -1).build(), Given.doing("merge").put("WindowMillis", 5).build(),
                Given.doing("fuse").put("Overlap", JsonValue.of(1.5)).build(), Given.doing("join").build(),
                Given.doing("associate").put("By", new JsonArray(List.of(JsonValue.of("Smell")))).build())) {
            List<Obstacle> found = runner.check(Given.task(wrong, "a"));
            assertEquals(1, found.size(), wrong.toString());
            assertEquals(10, found.get(0).exceptionCode());
            assertEquals("runner.arguments.invalid", found.get(0).code());
        }
        start(merge());
        assertEquals("runner.arguments.fixed",
                assertThrows(InvalidInputException.class, () -> run.change(Given.doing("check").build())).code());
        assertThrows(InvalidInputException.class, () -> run.change(Given.doing("merge").put("IdleSeconds", 0).build()));
        send("a", 100);
        send("a", 400);
        send("b", 400);
        run.change(Given.doing("merge").put("LatenessMillis", 100).build());
        context.awaitResults(1);
        assertEquals(List.of("a 100"), told());
    }

    private static JsonObject merge() {
        return Given.doing("merge").put("LatenessMillis", 1000).build();
    }

    private void start(JsonObject arguments) {
        run = new AggregationRun(Wish.of(arguments), List.of("a", "b"), context, CLOCK, nanos::get);
        run.begin();
    }

    private void send(String task, long millis) {
        run.take(result(task, millis));
    }

    private static TaskResultBody result(String task, long millis) {
        return Given.result(task, millis, Given.thing(task + " " + millis, 0.5));
    }

    /** Labels of what came out: task and time. */
    private List<String> told() {
        return context.data().stream().flatMap(data -> data.analysisResult().orElseThrow().stream())
                .map(part -> part.resultData().orElseThrow().text("Label").orElseThrow()).toList();
    }

    private List<String> numbers(String name) {
        return context.data().stream().map(data -> number(data, name)).filter(number -> !number.equals("0")).toList();
    }

    private static String number(TaskResultBody.Data data, String name) {
        return Json.of(data.extra()).path("Aggregation").path(name).asText();
    }

    private long files() {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.count();
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }
}
