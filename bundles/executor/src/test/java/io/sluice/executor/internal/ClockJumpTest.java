package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.during;
import static io.sluice.executor.internal.Tasks.range;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.JsonObject;
import java.time.Instant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the clock: times of day follow it, durations do not. */
class ClockJumpTest {

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

    @Test
    void durationsGoOnEvenlyWhereverTheClockIsSet() throws Exception {
        executor.dispatch(UPPER, List.of(Tasks.on("a", JsonObject.builder().put("MaxRunSeconds", 100).build())));
        RecordingRunner.Run run = node.awaitRun("a");
        Instant before = node.now();
        for (Instant jump : List.of(before.plus(Duration.ofDays(400)), before.minus(Duration.ofDays(4000)), before)) {
            node.set(jump);
            int percent = 1 + (int) (Math.abs(Duration.between(before, jump).toDays()) % 90);
            run.context.progress(percent);
            OptionalInt told = OptionalInt.of(percent);
            node.pass(Duration.ofSeconds(6));
            assertEquals(told, node.status("a").progress());
            assertEquals(ExecutionStatus.RUNNING, node.status("a").executionStatus());
        }
        node.pass(Duration.ofSeconds(100));
        node.awaitStatus("a", ExecutionStatus.FAILED);
    }

    @Test
    void whatCouldNotBeginIsTriedAgainInTimeAfterTheClockWasSetBack() throws Exception {
        node.runner.failure = () -> new UnavailableException("test.busy", "busy", "", null);
        executor.dispatch(UPPER, List.of(task("a")));
        await("the reason", () -> node.status("a").exceptionDesc().orElse("").equals("busy"));
        node.runner.failure = () -> null;
        node.set(node.now().minus(Duration.ofDays(30)));
        node.pass(Duration.ofSeconds(2));
        node.awaitRun("a");
    }

    @Test
    void timeRangesFollowTheClockBothWays() throws Exception {
        Instant now = node.now();
        executor.dispatch(UPPER, List.of(during("a", range(now.plusSeconds(3600), now.plusSeconds(7200)))));
        node.set(now.plusSeconds(4000));
        RecordingRunner.Run run = node.awaitRun("a");
        node.set(now);
        await("it waits for its time again", run::closed);
        node.awaitStatus("a", ExecutionStatus.QUEUED);
        node.set(now.plusSeconds(5000));
        await("a second run", () -> node.runner.of("a").size() == 2);
        assertFalse(node.runner.latest("a").closed());
    }

    @Test
    void aResultIsTakenOnceThoughTheClockIsSetByMonthsInBetween() throws Exception {
        executor.dispatch(UPPER, List.of(task("x"), Tasks.after("b", Tasks.dataOf("x"))));
        RecordingRunner.Run run = node.awaitRun("b");
        executor.deliver(Tasks.OTHER, Tasks.result("x", 1, "x/0/1"));
        node.set(node.now().plus(Duration.ofDays(200)));
        executor.deliver(Tasks.OTHER, Tasks.result("x", 2, "x/0/2"));
        executor.deliver(Tasks.OTHER, Tasks.result("x", 1, "x/0/1"));
        assertEquals(List.of("take x@1", "take x@2"), run.told);
    }

    @Test
    void keysOfResultsAreOfTheTaskAndNotOfTheClock() throws Exception {
        executor.dispatch(UPPER, List.of(task("a")));
        RecordingRunner.Run run = node.awaitRun("a");
        run.context.emit("1", node.now(), Tasks.nothing());
        int sent = node.letters.size();
        node.set(node.now().minus(Duration.ofDays(1)));
        run.context.emit("1", node.now(), Tasks.nothing());
        assertEquals(sent, node.letters.size());
    }
}
