package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.OTHER;
import static io.sluice.executor.internal.Tasks.OWN;
import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.dataOf;
import static io.sluice.executor.internal.Tasks.order;
import static io.sluice.executor.internal.Tasks.result;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.Command;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.OpsControl.Operation;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.protocol.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as an upper node sends them, in bytes. */
class TaskCommandsTest {

    @TempDir
    Path folder;

    private final MessageCodec codec = new MessageCodec();
    private ExecutorFixture node;
    private TaskCommands commands;

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        node.open();
        commands = new TaskCommands(OWN, node.executor);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private Reply send(Command command) {
        return codec.decodeReply(command, new TaskCommands(OWN, node.executor).handle(UPPER, Resource.COMMAND, codec.encode(command)));
    }

    @Test
    void dispatchesControlsAndTellsStates() throws Exception {
        Reply accepted = send(new TaskDispatch(OptionalInt.of(7), OWN, List.of(task("a"), task("b"))));
        assertEquals(StatusCode.SUCCESS, accepted.statusCode());
        node.awaitRun("a");
        assertEquals(StatusCode.SUCCESS, send(new TaskControl(OptionalInt.of(8), List.of(order("a", Operation.STOP)))).statusCode());
        TaskStatusReply all = (TaskStatusReply) send(new TaskStatusQuery(OptionalInt.of(9), List.of()));
        assertEquals(OptionalInt.of(9), all.commandIdx());
        DevTaskStatus own = all.taskStatusSet().get(0);
        assertEquals(OWN, own.deviceId());
        assertEquals(List.of("a", "b"), own.taskStatusList().orElseThrow().stream().map(TaskStatus::taskId).toList());
        TaskStatusReply one = (TaskStatusReply) send(new TaskStatusQuery(OptionalInt.of(10),
                List.of(new TaskStatusQuery.Selector(OWN, false, Optional.of(List.of("a"))))));
        assertEquals(ExecutionStatus.FINISHED,
                one.taskStatusSet().get(0).taskStatusList().orElseThrow().get(0).executionStatus());
        await("the sender is told", () -> node.letters.stream().anyMatch(letter -> letter.destination().equals(UPPER)));
    }

    @Test
    void whatIsReplayedChangesNothing() throws Exception {
        TaskDispatch dispatch = new TaskDispatch(OptionalInt.of(7), OWN, List.of(task("a")));
        TaskControl pause = new TaskControl(OptionalInt.of(8), List.of(order("a", Operation.PAUSE)));
        TaskControl proceed = new TaskControl(OptionalInt.of(9), List.of(order("a", Operation.CONTINUE)));
        send(dispatch);
        RecordingRunner.Run run = node.awaitRun("a");
        await("under way", () -> run.told.isEmpty() && node.status("a").executionStatus() == ExecutionStatus.RUNNING);
        for (Command command : List.of(dispatch, pause, pause, dispatch, proceed, proceed, dispatch)) {
            assertEquals(StatusCode.SUCCESS, send(command).statusCode());
        }
        assertEquals(List.of("pause", "resume"), run.told);
        assertEquals(1, node.runner.runs.size());
        TaskControl stop = new TaskControl(OptionalInt.of(10), List.of(order("a", Operation.STOP)));
        for (Command command : List.of(stop, stop, dispatch)) {
            assertEquals(StatusCode.SUCCESS, send(command).statusCode());
        }
        assertEquals(ExecutionStatus.FINISHED, node.status("a").executionStatus(), "a dispatch that comes again starts nothing anew");
        assertEquals(1, node.runner.runs.size());
    }

    @Test
    void handsResultsToTheTaskThatDependsOnThem() throws Exception {
        send(new TaskDispatch(OptionalInt.empty(), OWN, List.of(task("x"), Tasks.after("b", dataOf("x")))));
        RecordingRunner.Run run = node.awaitRun("b");
        assertEquals(StatusCode.SUCCESS, send(new TaskResult(OptionalInt.of(1), result("x", 5))).statusCode());
        assertEquals(List.of("take x@5"), run.told);
    }

    @Test
    void handsAResultOverOnceHoweverOftenItIsSent() throws Exception {
        send(new TaskDispatch(OptionalInt.empty(), OWN, List.of(task("x"), Tasks.after("b", dataOf("x")))));
        RecordingRunner.Run run = node.awaitRun("b");
        for (String key : List.of("x/0/1", "x/0/1", "x/0/2")) {
            assertEquals(StatusCode.SUCCESS, send(new TaskResult(OptionalInt.empty(), Tasks.result("x", 5, key))).statusCode());
        }
        assertEquals(List.of("take x@5", "take x@5"), run.told);
        node.shut();
        node.open();
        RecordingRunner.Run again = node.awaitRun("b");
        send(new TaskResult(OptionalInt.empty(), Tasks.result("x", 5, "x/0/2")));
        assertEquals(List.of(), again.told);
    }

    @Test
    void refusesWhatIsForAnotherNode() {
        assertRefused("DeviceID: this node is " + OWN, new TaskDispatch(OptionalInt.empty(), OTHER, List.of(task("a"))));
        UnavailableException nobody = assertThrows(UnavailableException.class, () -> send(new TaskStatusQuery(OptionalInt.empty(),
                List.of(new TaskStatusQuery.Selector(OTHER, false, Optional.empty())))));
        assertTrue(nobody.getMessage().contains(OTHER + ": This node has no link to it"), nobody.getMessage());
        assertTrue(node.executor.statuses(List.of()).isEmpty());
    }

    @Test
    void refusesWhatIsNoCommandWithThePath() {
        byte[] wrong = new String(codec.encode(new TaskDispatch(OptionalInt.empty(), OWN, List.of(task("a")))),
                StandardCharsets.UTF_8).replace("\"AlgID\":7", "\"AlgID\":\"7\"").getBytes(StandardCharsets.UTF_8);
        SluiceException refused = assertThrows(SluiceException.class, () -> commands.handle(UPPER, Resource.COMMAND, wrong));
        assertTrue(refused.getMessage().contains("MessageBody/TaskDispatchList[0]/AlgModelInfo/AlgID"), refused.getMessage());
    }

    private void assertRefused(String beginning, Command command) {
        RejectedException refused = assertThrows(RejectedException.class, () -> send(command));
        assertTrue(refused.getMessage().startsWith(beginning), refused.getMessage());
    }
}
