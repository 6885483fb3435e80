package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.change;
import static io.sluice.executor.internal.Tasks.order;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted goes on, whatever ended. */
class RestartTest {

    @TempDir
    Path folder;

    private ExecutorFixture node;

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        node.open();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void goesOnFromTheCheckpointAfterACrash() throws Exception {
        node.executor.dispatch(UPPER, List.of(task("a"), task("paused"), task("stopped")));
        RecordingRunner.Run run = node.awaitRun("a");
        node.awaitRun("paused");
        run.context.checkpoint(new byte[] {4, 2});
        Files.writeString(run.context.scratch().resolve("half"), "done");
        node.executor.control(UPPER, List.of(change("a", JsonObject.builder().put("Word", "fast").build()),
                order("paused", Operation.PAUSE), order("stopped", Operation.STOP)));
        node.crash();
        node.open();
        RecordingRunner.Run again = node.awaitRun("a");
        assertArrayEquals(new byte[] {4, 2}, again.context.checkpoint().orElseThrow());
        assertEquals("fast", again.task.inputInfo().algArgs().orElseThrow().text("Word").orElseThrow());
        assertEquals("done", Files.readString(again.context.scratch().resolve("half")));
        assertEquals(ExecutionStatus.PAUSED, node.status("paused").executionStatus());
        assertEquals(ExecutionStatus.FINISHED, node.status("stopped").executionStatus());
        node.executor.control(UPPER, List.of(order("paused", Operation.CONTINUE)));
        node.awaitRun("paused");
    }

    @Test
    void holdsATaskToBeTheCauseOnceTheGatewayEndedUnderItAgainAndAgain() throws Exception {
        node.executor.dispatch(UPPER, List.of(task("poison")));
        for (int crash = 1; crash <= 5; crash++) {
            node.awaitRun("poison");
            node.crash();
            node.open();
        }
        node.awaitStatus("poison", ExecutionStatus.FAILED);
        assertTrue(node.status("poison").exceptionDesc().orElseThrow().contains("5 times in a row"));
        node.executor.control(UPPER, List.of(order("poison", Operation.START)));
        node.awaitRun("poison");
    }

    @Test
    void countsNoOrderlyStopAsACrash() throws Exception {
        node.executor.dispatch(UPPER, List.of(task("a")));
        for (int stop = 1; stop <= 7; stop++) {
            RecordingRunner.Run run = node.awaitRun("a");
            node.shut();
            // As the component runtime does: references go after the component.
            node.executor.remove(node.runner);
            assertTrue(run.closed());
            node.runner.runs.clear();
            node.open();
        }
        node.awaitRun("a");
    }

    @Test
    void tellsAfterARestartWhatItCouldNotTellBefore() throws Exception {
        node.outboxFails = true;
        node.executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a").context.finished();
        node.awaitStatus("a", ExecutionStatus.FINISHED);
        node.shut();
        node.outboxFails = false;
        node.open();
        await("told", () -> node.told("a").stream().anyMatch(status -> status.executionStatus() == ExecutionStatus.FINISHED));
    }

    @Test
    void acceptsNothingThatItCannotKeep() throws Exception {
        NodeExecutor executor = node.executor;
        assertTrue(executor.statuses(List.of()).isEmpty());
        JdbcDataSource broken = new JdbcDataSource();
        broken.setURL("jdbc:h2:file:" + folder.resolve("missing") + ";IFEXISTS=TRUE");
        executor.database().use(broken);
        assertThrows(UnavailableException.class, () -> executor.dispatch(UPPER, List.of(task("a"))));
        assertTrue(executor.statuses(List.of()).isEmpty());
        assertEquals(0, node.runner.runs.size());
    }

    @Test
    void waitsForItsRunnerToComeBack() throws Exception {
        node.executor.dispatch(UPPER, List.of(task("a")));
        node.awaitRun("a");
        node.executor.remove(node.runner);
        assertEquals(ExecutionStatus.QUEUED, node.status("a").executionStatus());
        node.shut();
        node.openWithoutRunner();
        await("the reason", () -> node.status("a").exceptionDesc().orElse("").startsWith("No runner"));
        node.runner.runs.clear();
        node.executor.add(node.runner, Map.of("task.types", new Integer[] {8, 9}));
        node.awaitRun("a");
    }
}
