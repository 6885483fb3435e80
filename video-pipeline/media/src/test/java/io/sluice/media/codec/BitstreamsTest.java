package io.sluice.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BitstreamsTest {

    private static final byte[] TWO_NALS = {9, 0, 0, 0, 1, 0x65, 1, 0, 2, 0, 0, 0, 1, 0x41, 7, 0, 0, 1};

    @Test
    void startCodesOfThreeAndFourBytesSplitTheStream() {
        List<ByteBuffer> nals = AnnexB.split(ByteBuffer.wrap(TWO_NALS));

        assertEquals(List.of(bytes(0x65, 1, 0, 2), bytes(0x41, 7)), nals);
        assertEquals(bytes(0, 0, 0, 1, 0x65, 1, 0, 2, 0, 0, 0, 1, 0x41, 7), AnnexB.join(nals));
    }

    @Test
    void emulationPreventionGoesOnlyWhereItWasPutIn() {
        byte[] payload = Rbsp.of(bytes(0x67, 0, 0, 3, 1, 3, 0, 0, 3, 0, 0, 3), 1, 100);

        assertArrayEquals(new byte[] {0, 0, 1, 3, 0, 0, 0, 0}, payload);
    }

    @Test
    void expGolombCodesFollowTheTableOfTheStandard() {
        // 1 | 010 | 011 | 00100 | 00101 then zeros: a code that never ends.
        BitReader in = new BitReader(new byte[] {(byte) 0b10100110, 0b01000010, (byte) 0b10000000, 0, 0, 0, 0, 0}, "x");

        assertEquals(0, in.unsigned());
        assertEquals(1, in.unsigned());
        assertEquals(-1, in.signed());
        assertEquals(2, in.signed());
        assertEquals(4, in.unsigned());
        assertThrows(BitstreamException.class, in::unsigned);
    }

    @Test
    void lengthPrefixedUnitsAreReadBackAndDamageIsNamed() {
        List<ByteBuffer> nals = List.of(bytes(0x65, 1), bytes(0x41));
        ByteBuffer data = ByteBuffer.allocate(LengthPrefixed.size(nals));
        LengthPrefixed.write(nals, data);
        data.flip();

        assertEquals(nals, LengthPrefixed.split(data));
        data.putInt(0, 77);
        BitstreamException fault = assertThrows(BitstreamException.class, () -> LengthPrefixed.split(data));
        assertTrue(fault.getMessage().contains("77"), fault.getMessage());
    }

    @Test
    void parameterSetsMakeAFormatAndARepetitionKeepsIt() {
        Clip small = Clip.load("plain.h264");
        Clip large = Clip.load("large.h264");
        ParameterSets sets = new ParameterSets(Codec.H264);

        assertTrue(sets.add(small.parameterSets().get(0)));
        assertTrue(sets.format().isEmpty());
        assertTrue(sets.add(small.parameterSets().get(1)));
        StreamFormat first = sets.format().orElseThrow();
        assertFalse(sets.add(small.parameterSets().get(0)));
        assertSame(first, sets.format().orElseThrow());

        sets.add(large.parameterSets().get(0));
        assertSame(first, sets.format().orElseThrow(), "half a change is no format");
        sets.add(large.parameterSets().get(1));
        assertEquals(256, sets.format().orElseThrow().width());
        assertEquals(2, sets.format().orElseThrow().parameterSets().size());
    }

    @Test
    void missingParameterSetIsNamed() {
        Clip clip = Clip.load("pyramid.h265");

        BitstreamException fault = assertThrows(
                BitstreamException.class, () -> StreamFormats.of(Codec.H265, clip.parameterSets().subList(0, 2)));
        assertTrue(fault.getMessage().contains("PPS"), fault.getMessage());
    }

    @Test
    void recoveryPointIsFoundBehindOtherMessages() {
        // Pan-scan of 2 bytes, then recovery point with recovery_frame_cnt 0; then the same with count 1.
        assertTrue(Nal.recoveryPoint(bytes(6, 2, 2, 9, 9, 6, 1, 0xC4, 0x80)));
        assertFalse(Nal.recoveryPoint(bytes(6, 2, 2, 9, 9, 6, 1, 0x44, 0x80)));
        assertFalse(Nal.recoveryPoint(bytes(0x65, 6, 1, 0xC4)));
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer out = ByteBuffer.allocate(values.length);
        for (int value : values) {
            out.put((byte) value);
        }
        return out.flip();
    }
}
