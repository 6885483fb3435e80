package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.after;
import static io.sluice.executor.internal.Tasks.dataOf;
import static io.sluice.executor.internal.Tasks.during;
import static io.sluice.executor.internal.Tasks.on;
import static io.sluice.executor.internal.Tasks.onRemote;
import static io.sluice.executor.internal.Tasks.order;
import static io.sluice.executor.internal.Tasks.range;
import static io.sluice.executor.internal.Tasks.result;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.executor.internal.Tasks.urgent;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.OpsControl.Operation;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is accepted, and which task runs when. */
class QueueTest {

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

    private void places(int number) {
        executor.limits(ExecutorFixture.limits(number, 100, Duration.ofHours(1), 100));
    }

    @Test
    void startsTheMoreUrgentFirstAndTheElderOfTwoAlike() throws Exception {
        places(0);
        executor.dispatch(UPPER, List.of(task("middle"), urgent("low", 1), urgent("high", 9), task("late")));
        assertEquals(0, node.runner.runs.size());
        assertEquals("Waits for one of 0 places.", node.status("high").exceptionDesc().orElseThrow());
        for (String next : List.of("high", "middle", "late", "low")) {
            places(1);
            RecordingRunner.Run run = node.awaitRun(next);
            places(0);
            run.context.finished();
            node.awaitStatus(next, ExecutionStatus.FINISHED);
        }
        assertEquals(4, node.runner.runs.size());
    }

    @Test
    void takesAllTasksOfADispatchOrNone() {
        TaskDispatchInfo good = task("good");
        InvalidInputException cycle = assertThrows(InvalidInputException.class,
                () -> executor.dispatch(UPPER, List.of(good, after("b", on("c")), after("c", on("b")))));
        assertEquals("TaskDispatchList[1]/Dependencies", cycle.field());
        InvalidInputException unknown = assertThrows(InvalidInputException.class,
                () -> executor.dispatch(UPPER, List.of(good, after("d", on("nowhere")))));
        assertEquals("TaskDispatchList[1]/Dependencies[0]/TaskID", unknown.field());
        assertThrows(InvalidInputException.class, () -> executor.dispatch(UPPER, List.of(good, good)));
        InvalidInputException reversed = assertThrows(InvalidInputException.class, () -> executor.dispatch(UPPER,
                List.of(during("e", range(node.now().plusSeconds(9), node.now().plusSeconds(8))))));
        assertTrue(reversed.getMessage().contains("TimeRange[0]"), reversed.getMessage());
        assertThrows(InvalidInputException.class,
                () -> executor.dispatch(UPPER, List.of(during("f", range(null, node.now().minusSeconds(1))))));
        assertTrue(executor.statuses(List.of()).isEmpty());
    }

    @Test
    void acceptsTheSameTaskAgainAndNoOtherOfItsName() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a");
        executor.dispatch(UPPER, List.of(task("a"), task("b")));
        node.awaitRun("b");
        assertEquals(1, node.runner.of("a").size());
        assertThrows(InvalidInputException.class, () -> executor.dispatch(UPPER, List.of(urgent("a", 9))));
    }

    @Test
    void refusesWhatCannotRunHereWithTheStandardsCode() {
        node.runner.obstacles = List.of(new Obstacle(ExceptionCode.RESOURCES_INSUFFICIENT, "test.full", "needs 3 cores of 2"));
        RejectedException refused = assertThrows(RejectedException.class, () -> executor.dispatch(UPPER, List.of(task("a"))));
        assertEquals("a: 20: needs 3 cores of 2", refused.getMessage());
        executor.remove(node.runner);
        RejectedException nobody = assertThrows(RejectedException.class, () -> executor.dispatch(UPPER, List.of(task("a"))));
        assertTrue(nobody.getMessage().startsWith("a: 10: No runner for tasks of type 8"), nobody.getMessage());
    }

    @Test
    void refusesMoreThanItsQueueHolds() throws Exception {
        executor.limits(ExecutorFixture.limits(1, 2, Duration.ofHours(1), 100));
        executor.dispatch(UPPER, List.of(task("a"), task("b")));
        RejectedException full = assertThrows(RejectedException.class, () -> executor.dispatch(UPPER, List.of(task("c"))));
        assertEquals("executor.queue.full", full.code());
        executor.control(UPPER, List.of(order("a", Operation.STOP)));
        executor.dispatch(UPPER, List.of(task("c")));
    }

    @Test
    void runsDuringItsTimesOnly() throws Exception {
        executor.dispatch(UPPER, List.of(during("a", range(node.now().plusSeconds(60), node.now().plusSeconds(120)),
                range(node.now().plusSeconds(180), node.now().plusSeconds(240)))));
        assertEquals("Waits for its time.", node.status("a").exceptionDesc().orElseThrow());
        node.pass(Duration.ofSeconds(61));
        RecordingRunner.Run first = node.awaitRun("a");
        node.pass(Duration.ofSeconds(60));
        await("the first run ends", first::closed);
        assertEquals(ExecutionStatus.QUEUED, node.status("a").executionStatus());
        node.pass(Duration.ofSeconds(60));
        RecordingRunner.Run second = node.awaitRun("a");
        node.pass(Duration.ofSeconds(60));
        node.awaitStatus("a", ExecutionStatus.FINISHED);
        await("the second run ends", second::closed);
    }

    @Test
    void waitsForPredecessorsHere() throws Exception {
        executor.dispatch(UPPER, List.of(task("a"), after("b", on("a")), after("c", on("b")), after("d", dataOf("a"))));
        RecordingRunner.Run a = node.awaitRun("a");
        node.awaitRun("d");
        assertEquals("Waits for its predecessor a.", node.status("b").exceptionDesc().orElseThrow());
        a.context.finished();
        node.awaitRun("b").context.failed(ExceptionCode.RUNNING_FAILED, "broken");
        node.awaitStatus("c", ExecutionStatus.FAILED);
        assertEquals(OptionalInt.of(ExceptionCode.PREDECESSOR_FAILED), node.status("c").exceptionCode());
        assertEquals(0, node.runner.of("c").size());
    }

    @Test
    void waitsForResultsOfPredecessorsElsewhere() throws Exception {
        executor.dispatch(UPPER, List.of(after("b", onRemote("a"))));
        assertEquals("Waits for the first result of its predecessor a.", node.status("b").exceptionDesc().orElseThrow());
        places(0);
        UnavailableException early = assertThrows(UnavailableException.class, () -> executor.deliver(Tasks.OTHER, result("a", 17)));
        assertEquals("executor.result.early", early.code());
        places(1);
        executor.deliver(Tasks.OTHER, result("a", 17));
        executor.deliver(Tasks.OTHER, result("a", 18));
        assertEquals(List.of("take a@17", "take a@18"), node.awaitRun("b").told);
        assertThrows(NotFoundException.class, () -> executor.deliver(Tasks.OTHER, result("other", 17)));
    }

    @Test
    void forgetsEndedTasksThatAreOldOrTooMany() throws Exception {
        executor.limits(ExecutorFixture.limits(8, 100, Duration.ofHours(1), 2));
        executor.dispatch(UPPER, List.of(task("a"), task("b"), task("c")));
        for (String id : List.of("a", "b", "c")) {
            node.pass(Duration.ofSeconds(1));
            executor.control(UPPER, List.of(order(id, Operation.STOP)));
        }
        await("the oldest is forgotten", () -> executor.statuses(List.of("a")).isEmpty());
        assertEquals(2, executor.statuses(List.of()).size());
        node.pass(Duration.ofMinutes(61));
        await("all are forgotten", () -> executor.statuses(List.of()).isEmpty());
    }
}
