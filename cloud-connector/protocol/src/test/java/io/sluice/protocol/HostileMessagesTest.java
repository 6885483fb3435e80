package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.StatusReply;
import io.sluice.protocol.StandardTables.Table;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives, the codec refuses it with a reason or takes it; it does nothing else. */
class HostileMessagesTest {

    private final MessageCodec codec = new MessageCodec();

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "{\"StatusCode\"",
            "{\"StatusCode\":", "{\"StatusCode\":\"0\"", "{\"StatusCode\":\"0\",}",
            "{'StatusCode':'0'}", "{StatusCode:\"0\"}", "{\"StatusCode\":\"0\"}x",
            "{\"StatusCode\":\"0\"}{}", "{\"StatusCode\":\"0\"}]",
            "/* */{\"StatusCode\":\"0\"}", "{\"StatusCode\":\"0\"} // end",
            "{\"StatusCode\":\"0\n\"}", "{\"StatusCode\":\"\\x30\"}",
            "{\"StatusCode\":\"0\",\"a\":01}", "{\"StatusCode\":\"0\",\"a\":+1}", "{\"StatusCode\":\"0\",\"a\":.5}",
            "{\"StatusCode\":\"0\",\"a\":1.}", "{\"StatusCode\":\"0\",\"a\":Infinity}", "{\"StatusCode\":\"0\",\"a\":tru}",
            "{\"StatusCode\":\"0\",\"a\":\"\\ud8", "<xml/>", "GET / HTTP/1.1"})
    void notJson(String text) {
        assertEquals(Fault.SYNTAX, refusal(text.getBytes(StandardCharsets.UTF_8)).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1", "\"text\"", "[]", "[{\"StatusCode\":\"0\"}]"})
    void noObject(String text) {
        assertEquals(Fault.TYPE, refusal(text.getBytes(StandardCharsets.UTF_8)).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodings(String name) {
        assertEquals(Fault.ENCODING, refusal("{\"StatusCode\":\"0\"}".getBytes(Charset.forName(name))).fault());
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(new int[] {0x80}, new int[] {0xC0, 0x80}, new int[] {0xC3, 0x28}, new int[] {0xE0, 0x80, 0xAF},
                new int[] {0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80}, new int[] {0xE4, 0xB8}, new int[] {0xF0, 0x80, 0x80, 0xAF},
                new int[] {0xF4, 0x90, 0x80, 0x80}, new int[] {0xF5, 0x80, 0x80, 0x80}, new int[] {0xFF}, new int[] {0})
                .map(HostileMessagesTest::bytes);
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void notUtf8(byte[] wrong) {
        for (int shift = 0; shift < 9; shift++) {
            byte[] start = ("{\"StatusCode\":\"0\",\"a\":\"" + "x".repeat(shift)).getBytes(StandardCharsets.UTF_8);
            byte[] message = Arrays.copyOf(start, start.length + wrong.length + 2);
            System.arraycopy(wrong, 0, message, start.length, wrong.length);
            message[message.length - 2] = '"';
            message[message.length - 1] = '}';
            MessageException refusal = refusal(message);
            assertEquals(Fault.ENCODING, refusal.fault(), refusal.getMessage());
            assertTrue(refusal.found().contains("at " + start.length) || wrong.length > 1, refusal.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"StatusCode\":\"0\",\"a\":\"\\ud83d\"}", "{\"StatusCode\":\"0\",\"a\":[\"\\ude00\\ud83d\"]}"})
    void halvesOfSurrogatePairs(String text) {
        assertEquals(Fault.ENCODING, refusal(text.getBytes(StandardCharsets.UTF_8)).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"StatusCode\":\"0\",\"\\ud83d\":1}", "{\"StatusCode\":\"0\",\"a\":{\"\\ude00\":1}}"})
    void halvesOfSurrogatePairsInNames(String text) {
        Fault fault = refusal(text.getBytes(StandardCharsets.UTF_8)).fault();
        assertTrue(fault == Fault.ENCODING || fault == Fault.SYNTAX, fault.toString());
    }

    @Test
    void wholePairsInNames() {
        String plain = "{\"StatusCode\":\"0\",\"\ud83d\ude00\":1}";
        String escaped = "{\"StatusCode\":\"0\",\"\\ud83d\\ude00\":1}";
        for (String text : List.of(plain, escaped)) {
            assertEquals(plain, new String(codec.encode(Messages.REPORT_REPLY,
                    codec.decode(Messages.REPORT_REPLY, text.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"StatusCode\":\"0\",\"StatusCode\":\"0\"}", "{\"StatusCode\":\"0\",\"a\":1,\"a\":1}",
            "{\"StatusCode\":\"0\",\"a\":{\"b\":1,\"b\":2}}", "{\"StatusCode\":\"0\",\"a\":[{\"b\":1,\"\\u0062\":2}]}"})
    void namesTwice(String text) {
        assertEquals(Fault.DUPLICATE, refusal(text.getBytes(StandardCharsets.UTF_8)).fault());
    }

    @Test
    void deepMessages() {
        String start = "{\"StatusCode\":\"0\",\"a\":";
        assertEquals(Fault.DEPTH, refusal((start + "[".repeat(64) + "]".repeat(64) + "}").getBytes(StandardCharsets.UTF_8)).fault());
        MessageException refusal = refusal((start + "{\"a\":".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8));
        assertEquals(Fault.DEPTH, refusal.fault());
        assertTrue(refusal.getMessage().length() < 1000, refusal.getMessage());
        String deepest = start + "[".repeat(63) + "]".repeat(63) + "}";
        assertEquals(deepest, new String(codec.encode(Messages.REPORT_REPLY,
                codec.decode(Messages.REPORT_REPLY, deepest.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8));
    }

    @Test
    void deepValuesAreNotWritten() {
        JsonValue value = new JsonArray(List.of());
        for (int level = 0; level < 100; level++) {
            value = new JsonArray(List.of(value));
        }
        StatusReply deep = new StatusReply(StatusReply.SUCCEEDED.statusCode(), JsonObject.of(Map.of("a", value)));
        assertEquals(Fault.DEPTH,
                assertThrows(MessageException.class, () -> codec.encode(Messages.REPORT_REPLY, deep)).fault());
    }

    @Test
    void hugeMessages() {
        MessageCodec narrow = new MessageCodec(new Limits(1024, 16, 10), ZoneOffset.UTC);
        byte[] large = ("{\"StatusCode\":\"0\",\"a\":\"" + "x".repeat(1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertEquals(Fault.SIZE,
                assertThrows(MessageException.class, () -> narrow.decode(Messages.REPORT_REPLY, large)).fault());
        StatusReply reply = codec.decode(Messages.REPORT_REPLY, large);
        assertEquals(Fault.SIZE,
                assertThrows(MessageException.class, () -> narrow.encode(Messages.REPORT_REPLY, reply)).fault());
        byte[] many = "{\"StatusCode\":\"0\",\"a\":[1,2,3,4,5,6,7,8,9,10]}".getBytes(StandardCharsets.UTF_8);
        assertEquals(Fault.SIZE,
                assertThrows(MessageException.class, () -> narrow.decode(Messages.REPORT_REPLY, many)).fault());
    }

    /** Few bytes each, but objects in memory. */
    @Test
    void endlessLists() {
        byte[] report = ("[" + "{\"DeviceID\":\"12345678901234567890\"},".repeat(300_000) + "]").getBytes(StandardCharsets.UTF_8);
        assertEquals(Fault.SIZE,
                assertThrows(MessageException.class, () -> codec.decode(Messages.TASK_STATUS_REPORT, report)).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"StatusCode\":\"0\",\"a\":%s}", "{\"StatusCode\":\"0\",\"%s\":1}"})
    void absurdNumbersAndNames(String form) {
        byte[] message = String.format(form, "9".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertEquals(Fault.SIZE, refusal(message).fault());
    }

    @Test
    void theReasonIsFitToShow() {
        MessageException refusal = refusal(
                ("{\"StatusCode\":\"" + "\\u202e\\u0007\\n<b>" + "x".repeat(9999) + "\"}").getBytes(StandardCharsets.UTF_8));
        assertTrue(refusal.getMessage().length() < 200, refusal.getMessage());
        assertTrue(refusal.getMessage().contains("???<b>xxx"), refusal.getMessage());
    }

    /** Bytes of right messages changed at random: each is refused with a reason, or says the same once written and read. */
    @Test
    void randomChanges() {
        Random random = new Random(20260228);
        int refused = 0;
        int taken = 0;
        for (Table table : StandardTables.all()) {
            byte[] message = Samples.bytes(Samples.full(table));
            for (int round = 0; round < 1500; round++) {
                byte[] changed = change(message, random);
                for (MessageType<?> type : MessageTypes.byTable().get(table.number())) {
                    if (survives(type, changed)) {
                        taken++;
                    } else {
                        refused++;
                    }
                }
                assertTrue(codec.refuse(changed, refusal(bytes(0xFF))).length > 0);
            }
        }
        assertTrue(refused > 10_000 && taken > 1_000, refused + " refused, " + taken + " taken");
    }

    private <T> boolean survives(MessageType<T> type, byte[] message) {
        T record;
        try {
            record = codec.decode(type, message);
        } catch (MessageException refusal) {
            assertTrue(refusal.getMessage().contains("expected "), refusal.getMessage());
            return false;
        }
        byte[] written = codec.encode(type, record);
        assertEquals(record, codec.decode(type, written));
        assertArrayEquals(written, codec.encode(type, codec.decode(type, written)));
        return true;
    }

    private static byte[] change(byte[] message, Random random) {
        byte[] changed = message.clone();
        int at = random.nextInt(changed.length);
        switch (random.nextInt(6)) {
            case 0 -> changed[at] = (byte) random.nextInt(256);
            case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> changed = Arrays.copyOf(changed, at);
            case 3 -> changed[at] = (byte) "{}[]\":,\\0-. ".charAt(random.nextInt(12));
            case 4 -> {
                int length = Math.min(1 + random.nextInt(20), changed.length - at);
                System.arraycopy(changed, random.nextInt(changed.length - length + 1), changed, at, length);
            }
            default -> changed[at] = (byte) ('0' + random.nextInt(75));
        }
        return changed;
    }

    private MessageException refusal(byte[] message) {
        return assertThrows(MessageException.class, () -> codec.decode(Messages.REPORT_REPLY, message));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }
}
