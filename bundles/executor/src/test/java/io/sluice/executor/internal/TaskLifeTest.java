package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.change;
import static io.sluice.executor.internal.Tasks.nothing;
import static io.sluice.executor.internal.Tasks.order;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl.Operation;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.task.Letter;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a task by orders and by what its run tells. */
class TaskLifeTest {

    @TempDir
    Path folder;

    private ExecutorFixture node;
    private NodeExecutor executor;

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        executor = node.open();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void runsWhatItAcceptsAndTellsTheSenderEachState() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run run = node.awaitRun("a");
        run.context.progress(40);
        node.pass(Duration.ofSeconds(6));
        await("progress", () -> node.status("a").progress().equals(OptionalInt.of(40)));
        assertEquals("12", ((JsonNumber) node.status("a").resourcesOccupied().orElseThrow()
                .get("CpuPercent").orElseThrow()).literal());
        run.context.finished();
        node.awaitStatus("a", ExecutionStatus.FINISHED);
        await("the run closed", run::closed);
        await("told", () -> node.told("a").size() == 4);
        assertEquals(List.of(ExecutionStatus.QUEUED, ExecutionStatus.RUNNING, ExecutionStatus.RUNNING, ExecutionStatus.FINISHED),
                node.told("a").stream().map(TaskStatus::executionStatus).toList());
        assertEquals(OptionalInt.of(100), node.told("a").get(3).progress());
    }

    @Test
    void sendsResultsToEachDestinationOnceAKey() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run run = node.awaitRun("a");
        run.context.emit("1", node.now(), nothing());
        run.context.emit("1", node.now(), nothing());
        run.context.emit("2", node.now(), nothing());
        List<Letter> results =
                node.letters.stream().filter(letter -> letter.resource() == Resource.COMMAND).toList();
        assertEquals(List.of(UPPER, Tasks.OTHER, UPPER, Tasks.OTHER),
                results.stream().map(Letter::destination).toList());
        TaskResult sent = new MessageCodec().decode(Messages.TASK_RESULT, results.get(0).body());
        assertEquals("a", sent.messageBody().taskId());
        assertEquals("parent", sent.messageBody().parentTaskId().orElseThrow());
        assertEquals(Tasks.OWN, sent.messageBody().deviceId());
        assertEquals(node.now().toEpochMilli(), sent.messageBody().ts());
    }

    @Test
    void tellsTheRunThatAResultWasNotTaken() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run run = node.awaitRun("a");
        node.outboxFails = true;
        assertThrows(UnavailableException.class, () -> run.context.emit("1", node.now(), nothing()));
    }

    @Test
    void tellsStatesLaterWhileTheOutboxIsFull() throws Exception {
        node.outboxFails = true;
        executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a");
        assertTrue(node.told("a").isEmpty());
        node.outboxFails = false;
        await("told", () -> node.told("a").stream().anyMatch(status -> status.executionStatus() == ExecutionStatus.RUNNING));
    }

    @Test
    void pausesContinuesChangesAndStops() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run run = node.awaitRun("a");
        await("under way", () -> node.status("a").resourcesOccupied().isPresent());
        executor.control(UPPER, List.of(order("a", Operation.PAUSE)));
        assertEquals(ExecutionStatus.PAUSED, node.status("a").executionStatus());
        executor.control(UPPER, List.of(order("a", Operation.CONTINUE), order("a", Operation.CONTINUE)));
        assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
        executor.control(UPPER, List.of(change("a", JsonObject.builder().put("Word", "slow").build())));
        Files.writeString(run.context.scratch().resolve("left"), "behind");
        executor.control(UPPER, List.of(order("a", Operation.STOP)));
        assertEquals(ExecutionStatus.FINISHED, node.status("a").executionStatus());
        assertEquals("1", node.status("a").extra().text("Stopped").orElseThrow());
        assertEquals(List.of("pause", "resume", "change slow", "close"), run.told);
        await("the folder is gone", () -> !Files.exists(folder.resolve("scratch")) || folder.resolve("scratch").toFile().list().length == 0);
    }

    @Test
    void startsAStoppedTaskFromItsBeginningAndNamesItsResultsAnew() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run first = node.awaitRun("a");
        first.context.checkpoint(new byte[] {1});
        first.context.emit("1", node.now(), nothing());
        executor.control(UPPER, List.of(order("a", Operation.STOP), order("a", Operation.START)));
        await("a second run", () -> node.runner.of("a").size() == 2);
        RecordingRunner.Run second = node.runner.latest("a");
        assertTrue(second.context.checkpoint().isEmpty());
        int before = node.letters.size();
        second.context.emit("1", node.now(), nothing());
        assertTrue(node.letters.size() > before);
        first.context.finished();
        first.context.progress(77);
        second.context.progress(5);
        node.pass(Duration.ofSeconds(6));
        await("only the second is heard", () -> node.status("a").progress().equals(OptionalInt.of(5)));
        assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
    }

    @Test
    void keepsTheFormerArgumentsWhereNewOnesAreWrong() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a");
        assertThrows(InvalidInputException.class, () -> executor.control(UPPER, List.of(change("a", JsonObject.EMPTY))));
        assertThrows(InvalidInputException.class, () -> executor.control(UPPER, List.of(order("a", Operation.CHANGE_ARGUMENTS))));
        node.shut();
        node.open();
        assertTrue(node.awaitRun("a").task.inputInfo().algArgs().isEmpty());
    }

    @Test
    void failsWithTheReasonOfTheRun() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a").context.failed(ExceptionCode.DATA_SOURCE_FAILED, "The camera answers 401. " + "é".repeat(600));
        node.awaitStatus("a", ExecutionStatus.FAILED);
        assertEquals(OptionalInt.of(60), node.status("a").exceptionCode());
        assertTrue(node.status("a").exceptionDesc().orElseThrow().startsWith("The camera answers 401."));
        assertTrue(node.status("a").exceptionDesc().orElseThrow().getBytes(StandardCharsets.UTF_8).length <= 512);
        await("told", () -> node.told("a").stream().anyMatch(status -> status.exceptionCode().equals(OptionalInt.of(60))));
        RejectedException unfit =
                assertThrows(RejectedException.class, () -> executor.control(UPPER, List.of(order("a", Operation.PAUSE))));
        assertEquals("executor.task.state", unfit.code());
    }

    @Test
    void triesAgainWhatCannotBeginAtPresentAndGivesUpWhatNeverCan() throws Exception {
        node.runner.failure = () -> new UnavailableException("test.busy", "The decoder is busy.", "", null);
        executor.dispatch(UPPER, List.of(task("a")));
        await("the reason", () -> node.status("a").exceptionDesc().orElse("").equals("The decoder is busy."));
        assertEquals(ExecutionStatus.QUEUED, node.status("a").executionStatus());
        node.runner.failure = () -> null;
        node.pass(Duration.ofMinutes(2));
        node.awaitRun("a");
        node.runner.failure = () -> new IllegalStateException("broken");
        executor.dispatch(UPPER, List.of(task("b")));
        node.awaitStatus("b", ExecutionStatus.FAILED);
        assertEquals(OptionalInt.of(50), node.status("b").exceptionCode());
    }

    @Test
    void refusesOrdersForTasksItDoesNotHave() {
        assertThrows(NotFoundException.class, () -> executor.control(UPPER, List.of(order("x", Operation.STOP))));
        assertTrue(executor.statuses(List.of("x")).isEmpty());
    }

    @Test
    void savesCheckpointsOfItsOwnRunOnly() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run run = node.awaitRun("a");
        run.context.checkpoint(new byte[] {1, 2});
        run.context.checkpoint(new byte[] {3});
        assertArrayEquals(new byte[] {3}, run.context.checkpoint().orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> run.context.checkpoint(new byte[(1 << 20) + 1]));
        executor.remove(node.runner);
        assertTrue(run.closed());
        run.context.checkpoint(new byte[] {9});
        assertThrows(UnavailableException.class, () -> run.context.emit("2", node.now(), nothing()));
        executor.add(node.runner, Map.of("task.types", 8));
        await("a second run", () -> node.runner.of("a").size() == 2);
        assertArrayEquals(new byte[] {3}, node.runner.latest("a").context.checkpoint().orElseThrow());
        assertFalse(node.runner.latest("a").closed());
    }
}
