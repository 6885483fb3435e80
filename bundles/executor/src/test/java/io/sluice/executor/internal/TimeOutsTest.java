package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.order;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that take too long, and runners that hang. */
class TimeOutsTest {

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
        node.runner.held.values().forEach(CountDownLatch::countDown);
        node.close();
    }

    private void assertGivenUp(String task, String reason) throws Exception {
        node.awaitStatus(task, ExecutionStatus.FAILED);
        assertEquals(OptionalInt.of(ExceptionCode.RUNNING_FAILED), node.status(task).exceptionCode());
        assertTrue(node.status(task).exceptionDesc().orElseThrow().contains(reason), node.status(task).exceptionDesc().toString());
    }

    private static JsonObject seconds(String name, long seconds) {
        return JsonObject.builder().put(name, seconds).build();
    }

    @Test
    void aTaskThatRunsForTooLongFailsAndIsClosed() throws Exception {
        executor.dispatch(UPPER, List.of(Tasks.on("a", seconds("MaxRunSeconds", 100)), task("b")));
        RecordingRunner.Run run = node.awaitRun("a");
        node.awaitRun("b");
        node.pass(Duration.ofSeconds(99));
        executor.control(UPPER, List.of(order("a", Operation.PAUSE)));
        assertEquals(ExecutionStatus.PAUSED, node.status("a").executionStatus());
        node.pass(Duration.ofSeconds(60));
        executor.control(UPPER, List.of(order("a", Operation.CONTINUE)));
        assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
        node.pass(Duration.ofSeconds(100));
        assertGivenUp("a", "It ran for 100 s");
        await("the run closed", run::closed);
        assertEquals(ExecutionStatus.RUNNING, node.status("b").executionStatus());
    }

    @Test
    void howLongATaskRanIsKnownAfterACrash() throws Exception {
        executor.dispatch(UPPER, List.of(Tasks.on("a", seconds("MaxRunSeconds", 100))));
        node.awaitRun("a");
        node.pass(Duration.ofSeconds(60));
        node.crash();
        executor = node.open();
        node.awaitRun("a");
        node.pass(Duration.ofSeconds(30));
        assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
        node.pass(Duration.ofSeconds(15));
        assertGivenUp("a", "It ran for 100 s");
        executor.control(UPPER, List.of(order("a", Operation.START)));
        node.awaitRun("a");
        node.pass(Duration.ofSeconds(50));
        assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
    }

    @Test
    void aTaskWithoutASignOfProgressFails() throws Exception {
        executor.dispatch(UPPER, List.of(Tasks.on("a", seconds("MaxSilentSeconds", 100))));
        RecordingRunner.Run run = node.awaitRun("a");
        for (int sign = 1; sign <= 3; sign++) {
            node.pass(Duration.ofSeconds(60));
            assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
            switch (sign) {
                case 1 -> run.context.progress(10);
                case 2 -> run.context.checkpoint(new byte[1]);
                default -> run.context.emit("1", node.now(), Tasks.nothing());
            }
            assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
        }
        node.pass(Duration.ofSeconds(101));
        assertGivenUp("a", "No progress, checkpoint or result of it came for 100 s.");
    }

    @Test
    void theConfigurationCountsWhereTheTaskSaysNothing() throws Exception {
        executor.limits(new Limits(8, 100, Duration.ofHours(1), 100, Optional.of(Duration.ofSeconds(50)),
                Optional.empty(), Duration.ofSeconds(60), true));
        executor.dispatch(UPPER, List.of(task("a"), Tasks.on("b", seconds("MaxRunSeconds", 1000))));
        node.awaitRun("a");
        node.awaitRun("b");
        node.pass(Duration.ofSeconds(55));
        assertGivenUp("a", "It ran for 50 s");
        assertEquals(ExecutionStatus.RUNNING, node.status("b").executionStatus());
    }

    @Test
    void whatIsNoTimeIsRefusedWithItsPath() {
        InvalidInputException wrong = assertThrows(InvalidInputException.class,
                () -> executor.dispatch(UPPER, List.of(task("a"), Tasks.on("b", seconds("MaxRunSeconds", 0)))));
        assertEquals("TaskDispatchList[1]/ExecutionCond/ExtendedInfo/MaxRunSeconds", wrong.field());
        assertTrue(executor.statuses(List.of()).isEmpty());
    }

    @Test
    void aRunnerThatHangsInStartKeepsNobodyElse() throws Exception {
        CountDownLatch hanging = node.runner.hold("start", "a");
        executor.dispatch(UPPER, List.of(task("a"), task("b")));
        node.awaitRun("b");
        node.pass(Duration.ofSeconds(61));
        assertGivenUp("a", "not returned from start within 60 s");
        await("the node says so", () -> node.statuses().stream().anyMatch(status -> status.code().equals("executor.runs.hung")));
        executor.dispatch(UPPER, List.of(task("c")));
        node.awaitRun("c");
        hanging.countDown();
        await("what came too late is closed", () -> node.runner.of("a").stream().allMatch(RecordingRunner.Run::closed)
                && node.runner.of("a").size() == 1);
        await("the node is well", () -> node.statuses().stream().noneMatch(status -> status.code().equals("executor.runs.hung")));
        executor.control(UPPER, List.of(order("a", Operation.START)));
        node.runner.held.clear();
        await("it can begin again", () -> node.runner.of("a").size() == 2);
    }

    @Test
    void aRunnerThatHangsInCloseKeepsItsOwnTaskOnly() throws Exception {
        CountDownLatch hanging = node.runner.hold("close", "a");
        executor.limits(ExecutorFixture.limits(1, 100, Duration.ofHours(1), 100));
        executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a");
        executor.dispatch(UPPER, List.of(Tasks.urgent("b", 9)));
        node.awaitRun("b").context.finished();
        node.awaitStatus("b", ExecutionStatus.FINISHED);
        assertEquals(ExecutionStatus.PAUSED, node.status("a").executionStatus());
        node.pass(Duration.ofSeconds(61));
        assertGivenUp("a", "Its former run has not returned from close within 60 s.");
        executor.dispatch(UPPER, List.of(task("c")));
        node.awaitRun("c");
        hanging.countDown();
    }

    @Test
    void aRunnerThatHangsInItsCheckIsRefusedAndTheQueueGoesOn() throws Exception {
        executor.dispatch(UPPER, List.of(task("b")));
        RecordingRunner.Run run = node.awaitRun("b");
        CountDownLatch hanging = node.runner.hold("check", "a");
        RejectedException refused = assertThrows(RejectedException.class, () -> executor.dispatch(UPPER, List.of(task("a"))));
        assertTrue(refused.getMessage().startsWith("a: 10: The runner does not answer"), refused.getMessage());
        run.context.finished();
        node.awaitStatus("b", ExecutionStatus.FINISHED);
        hanging.countDown();
        await("it answers again", () -> {
            try {
                executor.dispatch(UPPER, List.of(task("a")));
                return true;
            } catch (RejectedException | UnavailableException busy) {
                return false;
            }
        });
    }
}
