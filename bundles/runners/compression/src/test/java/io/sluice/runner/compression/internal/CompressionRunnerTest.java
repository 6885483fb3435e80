package io.sluice.runner.compression.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.model.CompressionJobs.State;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.Tasks;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks over jobs whose end the test decides. */
class CompressionRunnerTest {

    private final MemoryJobs jobs = new MemoryJobs();
    private final MemoryContext context = new MemoryContext();
    private CompressionRunner runner;

    @BeforeEach
    void open() {
        runner = runner();
    }

    @Test
    void theNewVersionAndItsFiguresAreTold() throws Exception {
        try (TaskRun run = runner.start(task(arguments().put("Agreement", JsonValue.of(0.9)).build()), context)) {
            until(() -> jobs.requests.size() == 1);
            assertTrue(jobs.requests.get(0).contains("\"agreement\":0.9"), jobs.requests.get(0));
            assertTrue(jobs.requests.get(0).contains("\"newVersion\":\"1.0-int8\""), jobs.requests.get(0));
            jobs.state(State.RUNNING, 0.5);
            until(() -> context.percent() == 50);
            assertTrue(run.occupied().toString().contains("RUNNING"));
            jobs.made("1.0-int8");
            until(context::hasFinished);
        }
        JsonObject extra = context.data("version").extra();
        JsonObject version = (JsonObject) extra.get("Version").orElseThrow();
        assertEquals("1.0-int8", version.text("AlgVersion").orElseThrow());
        assertEquals("ef", version.text("PackageSha256").orElseThrow());
        JsonObject bytes = (JsonObject) ((JsonObject) extra.get("Figures").orElseThrow()).get("bytes").orElseThrow();
        assertEquals("250", ((JsonNumber) bytes.get("after").orElseThrow()).literal());
    }

    @Test
    void afterACrashThereIsNoSecondVersion() throws Exception {
        TaskRun first = runner.start(task(arguments().build()), context);
        until(() -> jobs.requests.size() == 1 && new String(context.checkpoint().orElseThrow()).endsWith("job-1"));
        // The version was kept, and its job was killed before it could say so.
        context.full(true);
        jobs.made("1.0-int8");
        jobs.state(State.INTERRUPTED, 0.95);
        first.close();
        context.full(false);
        try (TaskRun again = runner().start(task(arguments().build()), context)) {
            until(context::hasFinished);
            assertEquals(1, jobs.requests.size(), jobs.requests.toString());
            assertEquals(List.of("version"), context.keys());
            assertTrue(again.occupied().toString().contains("job-1"));
        }
    }

    @Test
    void aJobThatWasInterruptedIsBegunAgainUnderTheSameName() throws Exception {
        TaskRun first = runner.start(task(arguments().build()), context);
        until(() -> jobs.requests.size() == 1 && new String(context.checkpoint().orElseThrow()).endsWith("job-1"));
        first.close();
        assertEquals(State.CANCELLED, jobs.now(), "nobody works for a task that is not there");
        try (TaskRun again = runner().start(task(arguments().build()), context)) {
            until(() -> jobs.requests.size() == 2);
            assertEquals(jobs.requests.get(0), jobs.requests.get(1));
            again.pause();
            until(() -> jobs.now() == State.CANCELLED);
            again.resume();
            until(() -> jobs.requests.size() == 3);
            jobs.made("1.0-int8");
            until(context::hasFinished);
        }
    }

    @Test
    void aNameThatAnotherTookMeanwhileIsLeftToIt() throws Exception {
        jobs.busy = true;
        try (TaskRun run = runner.start(task(arguments().build()), context)) {
            until(() -> jobs.refused > 0);
            jobs.versions.add("1.0-int8");
            jobs.busy = false;
            until(() -> jobs.requests.size() == 1);
            assertTrue(jobs.requests.get(0).contains("\"newVersion\":\"1.0-int8.2\""), jobs.requests.get(0));
            assertTrue(run.occupied().text("Job").isPresent());
        }
    }

    @Test
    void aBoundThatIsMissedFailsTheTaskWithTheFigures() throws Exception {
        try (TaskRun run = runner.start(task(arguments().build()), context)) {
            until(() -> jobs.requests.size() == 1);
            jobs.end(State.REFUSED, "agreement 0.9 of 0.98");
            until(() -> context.failure().isPresent());
            assertThrows(RejectedException.class, () -> run.change(JsonObject.EMPTY));
        }
        assertEquals("40: agreement 0.9 of 0.98", context.failure().orElseThrow());
        assertEquals(List.of("figures"), context.keys());
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforehand() {
        assertEquals(List.of(), runner.check(task(arguments().build())));
        assertEquals("runner.algorithm.unknown", code(Tasks.of(5, "camera:line", arguments().build(), OptionalInt.empty())));
        assertEquals("runner.arguments.invalid", code(task("rtsp://127.0.0.1/x", arguments().build())));
        for (JsonObject wrong : List.of(arguments().put("Agreement", 2).build(), arguments().put("From", "yesterday").build(),
                arguments().put("Frames", 5).build(), arguments().put("Speed", 5).build())) {
            assertEquals("runner.arguments.invalid", code(task(wrong)), wrong.toString());
        }
        jobs.against = new RejectedException("compression.recordings.none", "Nothing is recorded.", "", null);
        Obstacle none = runner.check(task(arguments().build())).get(0);
        assertEquals(60, none.exceptionCode());
        jobs.against = new RejectedException("compression.model.has_int8", "It has one.", "", null);
        assertEquals(10, runner.check(task(arguments().build())).get(0).exceptionCode());
        jobs.versions.add("mine");
        assertEquals("runner.version.name", assertThrows(RejectedException.class,
                () -> runner.start(task(arguments().put("NewVersion", "mine").build()), context)).code());
    }

    private String code(TaskDispatchInfo task) {
        return runner.check(task).get(0).code();
    }

    private CompressionRunner runner() {
        CompressionRunner made = new CompressionRunner();
        made.bindJobs(jobs);
        made.bindModels(jobs.repository());
        made.bindStore(jobs.store());
        return made;
    }

    private static JsonObject.Builder arguments() {
        return JsonObject.builder();
    }

    private static TaskDispatchInfo task(JsonObject arguments) {
        return task("camera:line", arguments);
    }

    private static TaskDispatchInfo task(String source, JsonObject arguments) {
        TaskDispatchInfo task = Tasks.of(5, source, arguments, OptionalInt.empty());
        return new TaskDispatchInfo(task.taskId(), task.taskName(), task.desc(), task.taskType(), task.priority(), task.parentTaskId(),
                task.dependencies(), task.taskAttr(), task.executionCond(), MemoryJobs.ALGORITHM, task.inputInfo(), task.dstDeviceList());
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertTrue(condition.getAsBoolean());
    }
}
