package io.sluice.onnx;

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
        // Field 1 as an overlong varint, 16 with a two-byte tag, a fixed64, a fixed32, an empty string, and field 5 with
        // an overlong tag and an overlong length.
        String odd = "08968100" + "820103616263" + "110102030405060708" + "1d01020304" + "2200" + "aa00810061";
        assertEquals(odd, hex(parse(odd)));
        assertEquals(odd + "3001", hex(parse(odd).add(6, 1)));
    }

    @Test
    void aMessageWithinIsEditedInPlaceAndItsNeighboursStay() {
        ProtoMessage outer = parse("1a0408968100" + "220161");
        outer.message(3).orElseThrow().add(2, "x");
        assertEquals("1a07" + "08968100" + "120178" + "220161", hex(outer));
    }

    @Test
    void readsNumbersPackedAndOneByOne() {
        assertArrayEquals(new long[] {3, 270, 86942, 5}, parse("3206038e029ea705" + "3005").integers(6));
        assertEquals(Optional.of(1.5f), ProtoMessage.parse(ByteBuffer.wrap(new ProtoMessage().add(2, 1.5f).toBytes()))
                .real(2));
    }

    @Test
    void refusesWhatReadersWouldTakeDifferently() {
        assertThrows(OnnxException.class, () -> parse("08010802").integer(1));
        assertThrows(OnnxException.class, () -> parse("0a000a00").message(1));
    }

    @Test
    void boundsFieldsAndDepth() {
        OnnxLimits few = new OnnxLimits(1000, 3, 2, 1, 10, 1000, OnnxLimits.ExternalData.REFUSED);
        assertEquals(OnnxException.Reason.TOO_LARGE, assertThrows(OnnxException.class,
                () -> ProtoMessage.parse(bytes("0801080108010801"), few)).reason());
        assertEquals(OnnxException.Reason.TOO_LARGE, assertThrows(OnnxException.class,
                () -> ProtoMessage.parse(ByteBuffer.allocate(1001), few)).reason());
        OnnxLimits shallow = new OnnxLimits(1000, 9, 2, 1, 10, 1000, OnnxLimits.ExternalData.REFUSED);
        ProtoMessage third = ProtoMessage.parse(bytes("0a040a020a00"), shallow)
                .message(1).orElseThrow().message(1).orElseThrow();
        assertEquals(OnnxException.Reason.TOO_DEEP,
                assertThrows(OnnxException.class, () -> third.message(1)).reason());
    }

    @Test
    void boundsTextsButNotBytes() {
        ProtoMessage message = new ProtoMessage()
                .add(1, ByteBuffer.allocate(1 << 16)).add(2, ByteBuffer.allocate((1 << 16) + 1));
        assertEquals(1 << 16, message.text(1).length());
        assertEquals(OnnxException.Reason.TOO_LARGE,
                assertThrows(OnnxException.class, () -> message.text(2)).reason());
        assertThrows(OnnxException.class, () -> message.texts(2));
        assertEquals((1 << 16) + 1, message.bytes(2).orElseThrow().remaining());
    }

    @Test
    void writesToMemoryOutsideTheHeapAsToBytes() {
        ProtoMessage read = parse("1a0408968100" + "220161");
        read.message(3).orElseThrow().add(2, "x");
        ByteBuffer direct = ByteBuffer.allocateDirect(read.encodedSize());
        read.writeTo(direct);
        assertEquals(ByteBuffer.wrap(read.toBytes()), direct.flip());
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
            assertThrows(OnnxException.class, () -> parse(bad), bad);
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
            } catch (OnnxException refused) {
                assertFalse(refused.getMessage().isEmpty());
            }
        }
        assertTrue(read > 100, read + " messages were read");
    }

    private static byte[] reencoded(byte[] bytes) {
        return ProtoMessage.parse(ByteBuffer.wrap(bytes)).toBytes();
    }

    private static ProtoMessage parse(String hex) {
        return ProtoMessage.parse(bytes(hex));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static String hex(ProtoMessage message) {
        return HexFormat.of().formatHex(message.toBytes());
    }
}
