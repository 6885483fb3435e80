package io.sluice.rtsp.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Payloads as the RFCs draw them. */
class DepacketizerTest {

    private final List<String> nals = new ArrayList<>();
    private int damages;
    private StringBuilder open;

    private final Depacketizer.Receiver receiver = new Depacketizer.Receiver() {
        @Override
        public void beginNal() {
            open = new StringBuilder();
        }

        @Override
        public void append(ByteBuffer source, int offset, int length) {
            byte[] bytes = new byte[length];
            source.get(offset, bytes);
            open.append(HexFormat.of().formatHex(bytes));
        }

        @Override
        public void append(int value) {
            open.append(HexFormat.of().toHexDigits((byte) value));
        }

        @Override
        public void endNal() {
            nals.add(open.toString());
            open = null;
        }

        @Override
        public boolean inNal() {
            return open != null;
        }

        @Override
        public void damaged() {
            damages++;
            open = null;
        }
    };

    @Test
    void aggregationPacketsOfBothCodecs() {
        read(Codec.H264, "78 0002 6742 0003 68ce3c");
        read(Codec.H265, "6001 0003 400101 0004 42010102");

        assertEquals(List.of("6742", "68ce3c", "400101", "42010102"), nals);
        assertEquals(0, damages);
    }

    @Test
    void fragmentsOfBothCodecsAreJoinedUnderTheirOwnHeader() {
        read(Codec.H264, "7c 85 01", "7c 05 02", "7c 45 03");
        read(Codec.H265, "6203 93 01", "6203 13 02", "6203 53 03");

        assertEquals(List.of("65010203", "2603010203"), nals);
        assertEquals(0, damages);
    }

    @Test
    void fragmentsWithoutBeginOrEndAreDamage() {
        read(Codec.H264, "7c 05 02", "7c 45 03");
        assertEquals(2, damages);
        read(Codec.H264, "7c 85 01", "7c 85 02", "7c 45 03");
        assertEquals(3, damages);
        assertEquals(List.of("6503"), nals.stream().map(nal -> nal.replace("02", "")).toList());
    }

    @Test
    void aggregationBeyondItsPacketIsDamage() {
        read(Codec.H264, "78 0002 6742 0009 68");

        assertEquals(List.of("6742"), nals);
        assertTrue(damages > 0);
    }

    private void read(Codec codec, String... payloads) {
        Depacketizer depacketizer = Depacketizer.of(codec);
        for (String payload : payloads) {
            byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
            depacketizer.read(ByteBuffer.wrap(bytes), 0, bytes.length, receiver);
        }
    }
}
