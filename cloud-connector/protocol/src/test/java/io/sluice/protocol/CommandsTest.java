package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.message.Command;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.SubtaskInfo;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatchReply;
import io.sluice.api.message.TaskRequestReply;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TotalResourceQuery;
import io.sluice.protocol.StandardTables.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A node gets a command without being told which, and answers whatever it got. */
class CommandsTest {

    private final MessageCodec codec = new MessageCodec();

    /** The tables of a command and of its reply. */
    private static final Map<String, String> REPLIES =
            Map.of("2", "3", "5", "6", "12", "13", "19", "21", "22", "24", "25", "27", "28", "29");

    @TestFactory
    Stream<DynamicTest> commandsSayThemselvesWhatTheyAre() {
        return REPLIES.keySet().stream().map(number -> dynamicTest("table " + number, () -> {
            Table table = table(number);
            ObjectNode message = Samples.full(table);
            Command command = codec.decodeCommand(Samples.bytes(message));
            assertEquals(table.name(), command.commandType());
            assertEquals(OptionalInt.of(7), command.commandIdx());
            assertEquals(message, Samples.JSON.readTree(codec.encode(command)));
            JsonNode type = message.remove("CommandType");
            message.set("CommandType", type);
            assertEquals(command, codec.decodeCommand(Samples.bytes(message)), "the type may come last");
        }));
    }

    /** A broken command of each type: the reply is right by its own table, fails and says why. */
    @TestFactory
    Stream<DynamicTest> brokenCommandsAreAnswered() {
        return REPLIES.keySet().stream().map(number -> dynamicTest("table " + number, () -> {
            ObjectNode message = Samples.full(table(number));
            Command sound = codec.decodeCommand(Samples.bytes(message));
            message.put("MessageBody", "none");
            byte[] broken = Samples.bytes(message);
            MessageException refusal = assertThrows(MessageException.class, () -> codec.decodeCommand(broken));
            byte[] answer = codec.refuse(broken, refusal);
            JsonNode reply = Samples.JSON.readTree(answer);
            assertEquals("1", reply.get("StatusCode").asText());
            assertEquals(message.get("CommandType"), reply.get("CommandType"));
            assertEquals(message.get("CommandIdx"), reply.get("CommandIdx"));
            assertEquals("MessageBody: expected an object, found a string", reply.get("Message").asText());
            Reply read = codec.decodeReply(sound, answer);
            assertEquals(StatusCode.FAILURE, read.statusCode());
            assertEquals(refusal.getMessage(), read.message().orElseThrow());
            for (MessageType<?> type : MessageTypes.byTable().get(REPLIES.get(number))) {
                codec.decode(type, answer);
            }
        }));
    }

    @Test
    void repliesAreWrittenByTheCommandTheyAnswer() {
        TaskControl control = new TaskControl(OptionalInt.of(5), List.of());
        byte[] reply = codec.encodeReply(control, CommandReply.succeeded(control));
        assertEquals("{\"CommandType\":\"task_ops_control\",\"CommandIdx\":5,\"StatusCode\":\"0\"}",
                new String(reply, StandardCharsets.UTF_8));
        assertEquals(CommandReply.succeeded(control), codec.decodeReply(control, reply));
    }

    @Test
    void aReplyToAnotherCommandIsNotWritten() {
        CommandReply reply = CommandReply.failed("task_result", OptionalInt.of(1), "no");
        MessageException refusal = assertThrows(
                MessageException.class, () -> codec.encode(Messages.TASK_CONTROL_REPLY, reply));
        assertEquals(Fault.VALUE, refusal.fault());
        assertEquals("CommandType", refusal.path());
        assertEquals("CommandType", refusal.invalidInput().field());
        assertEquals("message.value", refusal.invalidInput().code());
    }

    @Test
    void reasonsAreCutToTheirFields() {
        String reason = "\u539f\u56e0".repeat(200);
        codec.encode(Messages.TASK_REQUEST_REPLY, TaskRequestReply.refused(Reasons.ofRequest(reason)));
        assertThrows(MessageException.class,
                () -> codec.encode(Messages.TASK_REQUEST_REPLY, TaskRequestReply.refused(Reasons.ofRequest(reason) + "\u539f")));
        codec.encode(Messages.TASK_DISPATCH_REPLY,
                new TaskDispatchReply(OptionalInt.empty(), StatusCode.FAILURE, Optional.of(Reasons.ofCommand(reason))));
    }

    @Test
    void aCommandThatNoTableHas() throws IOException {
        byte[] command = "{\"CommandType\":\"reboot\",\"CommandIdx\":3}".getBytes(StandardCharsets.UTF_8);
        MessageException refusal = assertThrows(MessageException.class, () -> codec.decodeCommand(command));
        assertEquals(Fault.COMMAND, refusal.fault());
        assertEquals("CommandType", refusal.path());
        assertEquals(Samples.JSON.readTree("{\"CommandType\":\"reboot\",\"CommandIdx\":3,\"StatusCode\":\"1\","
                + "\"Message\":\"CommandType: expected a command of the standard, found \\\"reboot\\\"\"}"),
                Samples.JSON.readTree(codec.refuse(command, refusal)));
    }

    @Test
    void aMessageThatIsNoCommand() throws IOException {
        for (String text : List.of("{\"CommandIdx\":1}", "{\"CommandType\":5}", "[]", "",
                "{\"CommandType\":\"" + "x".repeat(20) + "\"}")) {
            byte[] message = text.getBytes(StandardCharsets.UTF_8);
            MessageException refusal = assertThrows(MessageException.class, () -> codec.decodeCommand(message));
            JsonNode reply = Samples.JSON.readTree(codec.refuse(message, refusal));
            assertEquals("1", reply.get("StatusCode").asText(), text);
            assertEquals(refusal.getMessage(), reply.get("Message").asText());
            assertTrue(reply.path("CommandType").isMissingNode(), text);
        }
        assertEquals(Fault.MISSING, assertThrows(MessageException.class,
                () -> codec.decodeCommand("{\"CommandIdx\":1}".getBytes(StandardCharsets.UTF_8))).fault());
        assertEquals(Fault.TYPE, assertThrows(MessageException.class,
                () -> codec.decodeCommand("{\"CommandType\":5}".getBytes(StandardCharsets.UTF_8))).fault());
    }

    @Test
    void aQueryWithoutItsNumberIsAnsweredWithZero() throws IOException {
        byte[] command = "{\"CommandType\":\"total_res_query\",\"MessageBody\":{}}".getBytes(StandardCharsets.UTF_8);
        MessageException refusal = assertThrows(MessageException.class, () -> codec.decodeCommand(command));
        assertEquals("CommandIdx", refusal.path());
        JsonNode reply = Samples.JSON.readTree(codec.refuse(command, refusal));
        assertEquals(0, reply.get("CommandIdx").asInt(-1));
        assertEquals(0, reply.get("TotalResourceList").size());
    }

    @Test
    void aLongReasonIsCutToTheField() throws IOException {
        String path = "\u4e2d".repeat(60);
        String deep = "{\"CommandType\":\"task_dispatch\",\"" + path + "\":{\"" + path + "\":{\"" + path + "\":{\"" + path
                + "\":{\"" + path + "\":{\"a\":1,\"a\":1}}}}}}";
        byte[] command = deep.getBytes(StandardCharsets.UTF_8);
        MessageException refusal = assertThrows(MessageException.class, () -> codec.decodeCommand(command));
        String reason = Samples.JSON.readTree(codec.refuse(command, refusal)).get("Message").asText();
        assertTrue(refusal.getMessage().startsWith(reason));
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= 512 && bytes > 509, bytes + " bytes");
    }

    @Test
    void aPartOfATaskNamesItsParent() {
        Table table = StandardTables.named("SubtaskInfo").orElseThrow();
        ObjectNode message = Samples.full(table);
        ((ObjectNode) message.get("TaskDispatchInfo")).remove("ParentTaskID");
        MessageException refusal = assertThrows(
                MessageException.class, () -> codec.decode(Messages.SUBTASK_INFO, Samples.bytes(message)));
        assertEquals(Fault.RULE, refusal.fault());
        assertEquals("TaskDispatchInfo/ParentTaskID", refusal.path());
        SubtaskInfo sound = codec.decode(Messages.SUBTASK_INFO, Samples.bytes(Samples.full(table)));
        SubtaskInfo orphan = new SubtaskInfo(sound.taskExecutor(),
                codec.decode(Messages.TASK_DISPATCH_INFO, Samples.bytes(message.get("TaskDispatchInfo"))),
                sound.createTime(), sound.updateTime(), sound.taskStatusInfo());
        assertEquals("TaskDispatchInfo/ParentTaskID",
                assertThrows(MessageException.class, () -> codec.encode(Messages.SUBTASK_INFO, orphan)).path());
    }

    @Test
    void aListOfTasksHasAtLeastOne() {
        byte[] query = ("{\"CommandType\":\"task_status_query\",\"MessageBody\":{\"DeviceList\":[{\"DeviceID\":\"" + "1".repeat(20)
                + "\",\"HierarchicalQuery\":\"0\",\"TaskIDList\":[]}]}}").getBytes(StandardCharsets.UTF_8);
        MessageException refusal = assertThrows(MessageException.class, () -> codec.decodeCommand(query));
        assertEquals("MessageBody/DeviceList[0]/TaskIDList", refusal.path());
        assertEquals(Fault.RULE, refusal.fault());
        TaskStatusQuery empty = new TaskStatusQuery(OptionalInt.empty(),
                List.of(new TaskStatusQuery.Selector("1".repeat(20), false, Optional.of(List.of()))));
        assertEquals(refusal.path(), assertThrows(MessageException.class, () -> codec.encode(empty)).path());
        TaskStatusQuery wrong = new TaskStatusQuery(OptionalInt.empty(),
                List.of(new TaskStatusQuery.Selector("1".repeat(20), false, Optional.of(List.of("a", "b".repeat(129))))));
        assertEquals(refusal.path() + "[1]", assertThrows(MessageException.class, () -> codec.encode(wrong)).path());
    }

    @Test
    void elementsOfListsOfTextAreCheckedAndNamed() {
        ObjectNode info = Samples.full(StandardTables.named("TaskInfo").orElseThrow());
        info.putArray("DeviceList").add("1".repeat(20)).add("2".repeat(19));
        MessageException refusal = assertThrows(
                MessageException.class, () -> codec.decode(Messages.TASK_INFO, Samples.bytes(info)));
        assertEquals("DeviceList[1]", refusal.path());
        assertEquals(Fault.LENGTH, refusal.fault());
        Command command = codec.decodeCommand(Samples.bytes(Samples.full(table("2"))));
        assertInstanceOf(TotalResourceQuery.class, command);
    }

    private static Table table(String number) {
        return StandardTables.all().stream().filter(table -> table.number().equals(number)).findFirst().orElseThrow();
    }
}
