package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.order;
import static io.sluice.executor.internal.Tasks.urgent;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.OpsControl.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A more urgent task takes the room of a less urgent one, which goes on from its checkpoint. */
class DisplacementTest {

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

    private void places(int number) {
        executor.limits(ExecutorFixture.limits(number, 100, Duration.ofHours(1), 100));
    }

    @Test
    void theLeastUrgentYieldsItsPlaceAndGoesOnFromItsCheckpoint() throws Exception {
        places(2);
        executor.dispatch(UPPER, List.of(urgent("low", 2), urgent("middle", 5)));
        RecordingRunner.Run low = node.awaitRun("low");
        RecordingRunner.Run middle = node.awaitRun("middle");
        low.context.checkpoint(new byte[] {7});
        executor.dispatch(UPPER, List.of(urgent("high", 9)));
        RecordingRunner.Run high = node.awaitRun("high");
        await("its run closed", low::closed);
        assertEquals(ExecutionStatus.PAUSED, node.status("low").executionStatus());
        assertEquals("Paused to make room for task high of priority 9 before its own 2; goes on when there is room.",
                node.status("low").exceptionDesc().orElseThrow());
        await("the sender is told", () -> node.told("low").stream().anyMatch(told -> told.executionStatus() == ExecutionStatus.PAUSED));
        assertFalse(middle.closed());
        high.context.finished();
        await("it goes on", () -> node.runner.of("low").size() == 2);
        assertArrayEquals(new byte[] {7}, node.runner.latest("low").context.checkpoint().orElseThrow());
        assertEquals(ExecutionStatus.RUNNING, node.status("low").executionStatus());
    }

    @Test
    void equalsAndWhereItIsSwitchedOffNobodyYields() throws Exception {
        places(1);
        executor.dispatch(UPPER, List.of(urgent("a", 5)));
        RecordingRunner.Run run = node.awaitRun("a");
        executor.dispatch(UPPER, List.of(urgent("b", 5)));
        assertEquals("Waits for one of 1 places.", node.status("b").exceptionDesc().orElseThrow());
        executor.limits(new Limits(1, 100, Duration.ofHours(1), 100, Optional.empty(), Optional.empty(), Duration.ofSeconds(60), false));
        executor.dispatch(UPPER, List.of(urgent("c", 9)));
        assertEquals("Waits for one of 1 places.", node.status("c").exceptionDesc().orElseThrow());
        assertFalse(run.closed());
    }

    @Test
    void whatARunnerLacksIsGivenBackByTheLessUrgentOfItsType() throws Exception {
        executor.dispatch(UPPER, List.of(urgent("low", 2)));
        RecordingRunner.Run low = node.awaitRun("low");
        executor.dispatch(UPPER, List.of(Tasks.during("later", Tasks.range(node.now().plusSeconds(60), null))));
        node.runner.room = 1;
        node.pass(Duration.ofSeconds(61));
        RecordingRunner.Run later = node.awaitRun("later");
        assertTrue(low.closed());
        assertEquals(ExecutionStatus.PAUSED, node.status("low").executionStatus());
        later.context.finished();
        await("it goes on", () -> node.runner.of("low").size() == 2);
    }

    @Test
    void whoYieldedGoesOnByItselfAfterARestartAndWaitsWhereItIsPausedByOrder() throws Exception {
        places(1);
        executor.dispatch(UPPER, List.of(urgent("low", 2), urgent("other", 1)));
        node.awaitRun("low");
        executor.dispatch(UPPER, List.of(urgent("high", 9)));
        node.awaitRun("high");
        assertEquals(ExecutionStatus.PAUSED, node.status("low").executionStatus());
        node.crash();
        node.limits = ExecutorFixture.limits(1, 100, Duration.ofHours(1), 100);
        executor = node.open();
        node.awaitRun("high");
        assertEquals(ExecutionStatus.PAUSED, node.status("low").executionStatus());
        executor.control(UPPER, List.of(order("low", Operation.PAUSE)));
        node.runner.latest("high").context.finished();
        node.awaitRun("other");
        assertEquals(0, node.runner.of("low").size());
        executor.control(UPPER, List.of(order("low", Operation.CONTINUE)));
        node.awaitRun("low");
    }
}
