package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.OTHER;
import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.TaskBasicInfo;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskRequestReply;
import io.sluice.api.task.TaskPlanner;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for tasks as a task initiator sends them, in bytes. */
class TaskRequestsTest {

    private static final String REQUEST = """
            {"TaskType": 8, "TaskName": "Look", "Priority": 7, "InitiationInfo": {"DeviceID": "%s", "CustomInfo": {
              "InputInfo": {"StreamURL": "camera:gate", "TaskFrameRate": 2}, "AlgModelInfo": {"AlgID": 7, "AlgVersion": "1.0"}}}
            %s}
            """;

    @TempDir
    Path folder;

    private final MessageCodec codec = new MessageCodec();
    private ExecutorFixture node;
    private TaskRequests requests;

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        node.open();
        requests = new TaskRequests(node.executor);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private TaskRequestReply send(String message) {
        return codec.decode(Messages.TASK_REQUEST_REPLY,
                requests.handle(UPPER, Resource.TASK_REQUEST, message.getBytes(StandardCharsets.UTF_8)));
    }

    private static String request(String more) {
        return REQUEST.formatted(UPPER, more);
    }

    @Test
    void becomesATaskWhoseResultsGoToWhoAsks() throws Exception {
        TaskRequestReply reply = send(request(", \"Constraints\": {\"MaxRunSeconds\": 60}"));
        assertEquals(StatusCode.SUCCESS, reply.statusCode());
        RecordingRunner.Run run = node.awaitRun(reply.taskId().orElseThrow());
        TaskDispatchInfo task = run.task;
        assertEquals(OptionalInt.of(7), task.priority());
        assertEquals(Optional.of("Look"), task.taskName());
        assertEquals(Optional.of("camera:gate"), task.inputInfo().streamUrl());
        assertEquals("1.0", task.algModelInfo().algVersion());
        assertEquals(TaskDispatchInfo.RESIDENT, task.taskAttr());
        run.context.emit("1", node.now(), Tasks.nothing());
        assertTrue(node.letters.stream().anyMatch(letter -> letter.resource() == Resource.COMMAND && letter.destination().equals(UPPER)));
        run.context.finished();
        await("who asks is told", () -> node.told(task.taskId()).stream()
                .anyMatch(status -> status.executionStatus() == ExecutionStatus.FINISHED));
    }

    @Test
    void theSameRequestIsTheSameTaskAlsoAfterACrash() throws Exception {
        String id = send(request("")).taskId().orElseThrow();
        node.awaitRun(id);
        assertEquals(id, send(request("")).taskId().orElseThrow());
        node.crash();
        node.open();
        requests = new TaskRequests(node.executor);
        node.awaitRun(id);
        assertEquals(id, send(request("")).taskId().orElseThrow());
        assertEquals(1, node.executor.statuses(List.of()).size());
        assertNotEquals(id, send(request(", \"Desc\": \"another\"")).taskId().orElseThrow());
    }

    @Test
    void hasTheTimesOfItsConstraints() {
        String id = send(request(", \"Constraints\": {\"TimeRange\": [{\"StartTime\": \"2026-03-01 17:00:00.00\"}]}")).taskId().orElseThrow();
        assertEquals("Waits for its time.", node.status(id).exceptionDesc().orElseThrow());
    }

    @Test
    void isRefusedWithTheReasonWhereNobodyCanDoIt() {
        RejectedException type = assertThrows(RejectedException.class, () -> send(request("").replace("\"TaskType\": 8", "\"TaskType\": 4")));
        assertTrue(type.getMessage().startsWith("10: No runner for tasks of type 4"), type.getMessage());
        RejectedException other = assertThrows(RejectedException.class, () -> send(REQUEST.formatted(OTHER, "")));
        assertTrue(other.getMessage().startsWith("InitiationInfo/DeviceID: must be " + UPPER), other.getMessage());
        RejectedException unknown = assertThrows(RejectedException.class, () -> send(request(", \"Constraints\": {\"Latency\": 1}")));
        assertTrue(unknown.getMessage().startsWith("Constraints/Latency"), unknown.getMessage());
        assertTrue(node.executor.statuses(List.of()).isEmpty());
    }

    @Test
    void namesThePathWithinTheRequest() {
        assertPath("InitiationInfo/CustomInfo/InputInfo/TaskFrameRate", request("").replace("Rate\": 2", "Rate\": \"2\""));
        assertPath("InitiationInfo/CustomInfo/AlgModelInfo/AlgVersion", request("").replace(", \"AlgVersion\": \"1.0\"", ""));
        assertPath("Constraints/TimeRange", request(", \"Constraints\": {\"TimeRange\": 7}"));
        assertPath("Constraints/TimeRange", request(", \"Constraints\": {\"TimeRange\": [{\"EndTime\": \"2020-01-01 00:00:00.00\"}]}"));
        assertPath("Constraints/MaxRunSeconds", request(", \"Constraints\": {\"MaxRunSeconds\": 1.5}"));
        SluiceException missing = assertThrows(SluiceException.class, () -> send("{\"TaskType\": 8}"));
        assertTrue(missing.getMessage().startsWith("TaskName: expected"), missing.getMessage());
    }

    private void assertPath(String path, String message) {
        InvalidInputException wrong = assertThrows(InvalidInputException.class, () -> send(message));
        assertEquals(path, wrong.field());
        assertTrue(wrong.getMessage().startsWith(path), wrong.getMessage());
    }

    @Test
    void goesToAPlannerWhereThisNodeCannotRunItAndStaysThere() throws Exception {
        List<String> planned = new ArrayList<>();
        requests.bindPlanner(new TaskPlanner() {
            @Override
            public boolean knows(String taskId) {
                return planned.contains(taskId);
            }

            @Override
            public boolean take(String sender, String taskId, TaskBasicInfo request) {
                return request.taskType().equals(OptionalInt.of(4)) && planned.add(taskId);
            }
        });
        String here = send(request("")).taskId().orElseThrow();
        node.awaitRun(here);
        String wider = request("").replace("\"TaskType\": 8", "\"TaskType\": 4");
        String planner = send(wider).taskId().orElseThrow();
        assertEquals(planner, send(wider).taskId().orElseThrow());
        assertEquals(List.of(planner), planned);
        assertThrows(RejectedException.class, () -> send(wider.replace(": 4", ": 9")));
        assertEquals(1, node.executor.statuses(List.of()).size());
    }
}
