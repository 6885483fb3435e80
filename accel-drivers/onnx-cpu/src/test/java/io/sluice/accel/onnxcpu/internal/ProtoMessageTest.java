package io.sluice.accel.onnxcpu.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoMessageTest {

    @Test
    void readsTheExamplesOfTheEncodingGuide() {
        assertEquals(Optional.of(150L), parse("089601").integer(1));
        assertEquals("testing", parse("120774657374696e67").text(2));
        assertEquals(Optional.of(150L), parse("1a03089601").message(3).orElseThrow().integer(1));
    }

    @Test
    void writesTheExamplesOfTheEncodingGuide() {
        assertEquals("089601", hex(new ProtoMessage().add(1, 150)));
        assertEquals("120774657374696e67", hex(new ProtoMessage().add(2, "testing")));
        assertEquals("1a03089601", hex(new ProtoMessage().add(3, new ProtoMessage().add(1, 150))));
    }

    @Test
    void whatIsNotTouchedComesOutByteForByte() {
        // Field 1 as an overlong varint, 16 with a two-byte tag, a fixed64, a fixed32 and an empty string.
        String odd = "08968100" + "820103616263" + "110102030405060708" + "1d01020304" + "2200";
        assertEquals(odd, hex(parse(odd)));
    }

    @Test
    void negativeNumbersTakeTenBytes() {
        ProtoMessage message = new ProtoMessage().add(1, -1);
        assertEquals("08ffffffffffffffffff01", hex(message));
        assertEquals(Optional.of(-1L), ProtoMessage.parse(ByteBuffer.wrap(message.toBytes())).integer(1));
    }

    @Test
    void removesByNumber() {
        ProtoMessage message = new ProtoMessage().add(1, 1).add(2, "x").add(1, 2).remove(1);
        assertEquals("120178", hex(message));
    }

    @Test
    void refusesWhatIsCutOrMalformed() {
        for (String bad : List.of("08", "0896", "1207746573", "0f", "00", "110102", "0affffffff0f",
                "08ffffffffffffffffffffff01", "0b")) {
            assertThrows(IllegalArgumentException.class, () -> parse(bad), bad);
        }
    }

    @Test
    void arbitraryBytesAreRefusedOrReadTheSameAgain() {
        Random random = new Random(1);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                byte[] written = reencoded(bytes);
                assertArrayEquals(written, reencoded(written));
                read++;
            } catch (IllegalArgumentException refused) {
                assertFalse(refused.getMessage().isEmpty());
            }
        }
        assertTrue(read > 100, read + " messages were read");
    }

    private static byte[] reencoded(byte[] bytes) {
        return ProtoMessage.parse(ByteBuffer.wrap(bytes)).toBytes();
    }

    private static ProtoMessage parse(String hex) {
        return ProtoMessage.parse(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static String hex(ProtoMessage message) {
        return HexFormat.of().formatHex(message.toBytes());
    }
}
