package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.ImageResult;
import io.sluice.protocol.StandardTables.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is read and written again says the same. */
class RoundTripTest {

    /** Of a peer that knows more than the standard: no digit, no order and no depth may be lost. */
    private static final String UNKNOWN = "{\"z\":1.10,\"a\":[123456789012345678901234567890,-0.0,1E+2,null,true,[[]],{}],"
            + "\"\u4e2d\":\"\ud83d\ude00 \\\" \\\\ \\u0000\"}";

    private final MessageCodec codec = new MessageCodec();

    @TestFactory
    Stream<DynamicTest> full() {
        return each(table -> Samples.full(table));
    }

    @TestFactory
    Stream<DynamicTest> minimal() {
        return each(table -> Samples.minimal(table));
    }

    /** Fields that the table does not have, in every object of the message. */
    @TestFactory
    Stream<DynamicTest> unknownFields() {
        return StandardTables.all().stream().map(table -> dynamicTest(table.toString(), () -> {
            ObjectNode message = Samples.full(table);
            int marks = mark(message);
            String text = new String(Samples.bytes(message), StandardCharsets.UTF_8).replace("\"mark\"", UNKNOWN);
            for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
                byte[] back = again(type, text.getBytes(StandardCharsets.UTF_8));
                String written = new String(back, StandardCharsets.UTF_8);
                assertEquals(marks, written.split(Pattern.quote("\"Maker\":" + UNKNOWN), -1).length - 1, written);
            }
        }));
    }

    @Test
    void theOrderOfFieldsDoesNotMatter() throws Exception {
        for (Table table : StandardTables.all()) {
            ObjectNode message = Samples.full(table);
            ObjectNode backwards = Samples.JSON.createObjectNode();
            Deque<String> names = new ArrayDeque<>();
            message.fieldNames().forEachRemaining(names::push);
            names.forEach(name -> backwards.set(name, message.get(name)));
            for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
                assertEquals(message, Samples.JSON.readTree(again(type, Samples.bytes(backwards))), table.toString());
            }
        }
    }

    @Test
    void aReportOfStatesIsAnObjectOrAnArray() {
        Table device = StandardTables.named("DevTaskStatus").orElseThrow();
        String one = new String(Samples.bytes(Samples.full(device)), StandardCharsets.UTF_8);
        List<DevTaskStatus> alone = codec.decode(Messages.TASK_STATUS_REPORT, one.getBytes(StandardCharsets.UTF_8));
        List<DevTaskStatus> both = codec.decode(
                Messages.TASK_STATUS_REPORT, ("[" + one + "," + one + "]").getBytes(StandardCharsets.UTF_8));
        assertEquals(1, alone.size());
        assertEquals(List.of(alone.get(0), alone.get(0)), both);
        assertEquals('{', codec.encode(Messages.TASK_STATUS_REPORT, alone)[0]);
        assertEquals(both, codec.decode(Messages.TASK_STATUS_REPORT, codec.encode(Messages.TASK_STATUS_REPORT, both)));
    }

    @Test
    void binaryPartsMayBeEscaped() {
        Table body = StandardTables.named("task_result MessageBody").orElseThrow();
        String message = new String(Samples.bytes(Samples.full(body)), StandardCharsets.UTF_8);
        String escaped = message.replace("/9j/AAE=", "\\/9j\\u002fAAE=");
        assertFalse(escaped.equals(message));
        assertEquals(
                codec.decode(Messages.TASK_RESULT_BODY, message.getBytes(StandardCharsets.UTF_8)),
                codec.decode(Messages.TASK_RESULT_BODY, escaped.getBytes(StandardCharsets.UTF_8)));
        assertEquals(Optional.of(5), codec.decode(Messages.TASK_RESULT_BODY, message.getBytes(StandardCharsets.UTF_8))
                .taskResultData().imageResult().flatMap(image -> image.imageData()).map(data -> data.length()));
    }

    @Test
    void largePicturesComeThrough() {
        byte[] picture = new byte[3_000_001];
        new Random(1).nextBytes(picture);
        ImageResult image = new ImageResult(
                Optional.of(BinaryPart.owning(picture)), Optional.empty(), Optional.empty());
        TaskResultBody sample = codec.decode(Messages.TASK_RESULT_BODY,
                Samples.bytes(Samples.full(StandardTables.named("task_result MessageBody").orElseThrow())));
        TaskResultBody body = new TaskResultBody("\u4efb\u52a1", sample.parentTaskId(), sample.deviceId(), sample.dstDeviceList(),
                sample.algId(), sample.algVersion(), sample.modelList(), sample.longitude(), sample.latitude(), sample.ts(),
                sample.createTime(), new TaskResultBody.Data(Optional.of(image), Optional.empty(), Optional.empty()));
        byte[] message = codec.encode(Messages.TASK_RESULT_BODY, body);
        assertEquals(body, codec.decode(Messages.TASK_RESULT_BODY, message));
        byte[] marked = new byte[message.length + 3];
        System.arraycopy(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, marked, 0, 3);
        System.arraycopy(message, 0, marked, 3, message.length);
        assertEquals(body, codec.decode(Messages.TASK_RESULT_BODY, marked), "a byte order mark does no harm");
    }

    private Stream<DynamicTest> each(Function<Table, ObjectNode> sample) {
        return StandardTables.all().stream().map(table -> dynamicTest(table.toString(), () -> {
            ObjectNode message = sample.apply(table);
            for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
                assertEquals(message, Samples.JSON.readTree(again(type, Samples.bytes(message))));
            }
        }));
    }

    private <T> byte[] again(MessageType<T> type, byte[] message) {
        T record = codec.decode(type, message);
        byte[] written = codec.encode(type, record);
        assertEquals(record, codec.decode(type, written));
        return written;
    }

    /** Puts a field into every object and counts them. */
    private static int mark(JsonNode node) {
        int marks = 0;
        for (JsonNode child : node) {
            marks += mark(child);
        }
        if (node instanceof ObjectNode object) {
            object.put("Maker", "mark");
            marks++;
        }
        return marks;
    }
}
