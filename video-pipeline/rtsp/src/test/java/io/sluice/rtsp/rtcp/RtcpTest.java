package io.sluice.rtsp.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpTest {

    private final List<Object> heard = new ArrayList<>();
    private final RtcpReader.Listener listener = new RtcpReader.Listener() {
        @Override
        public void senderReport(SenderReport report) {
            heard.add(report);
        }

        @Override
        public void goodbye(int ssrc) {
            heard.add(ssrc);
        }
    };

    @Test
    void senderReportIsReadBackBesideWhatIsNotUnderstood() {
        SenderReport report = new SenderReport(-5, NtpTime.ofMicros(1_700_000_000_123_456L), 77, 3, 4000);
        ByteBuffer out = ByteBuffer.allocate(200);
        report.write(out, "name");
        out.put((byte) 0x81).put((byte) 203).putShort((short) 1).putInt(-5);

        assertTrue(RtcpReader.read(out, 0, out.position(), listener));
        assertEquals(List.of(report, -5), heard);
    }

    @Test
    void receiverReportHasTheLayoutOfTheStandard() {
        ByteBuffer out = ByteBuffer.allocate(200);
        new ReceiverReport(1, 2, 64, -1, 0x10005, 9, 0xABCD, 0x8000).write(out, "n");

        assertEquals(0x81C90007, out.getInt(0));
        assertEquals(2, out.getInt(8));
        assertEquals(0x40FFFFFF, out.getInt(12));
        assertEquals(0x10005, out.getInt(16));
        assertEquals(0, out.position() % 4);
        assertTrue(RtcpReader.read(out, 0, out.position(), listener));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_700_000_000_123_456L, 2_085_978_495_999_999L, 2_085_978_496_000_001L})
    void ntpTimesComeBackToTheMicrosecondAlsoPast2036(long micros) {
        assertEquals(micros, NtpTime.toMicros(NtpTime.ofMicros(micros)));
    }

    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 3) {
                noise[0] = (byte) 0x80;
            }
            RtcpReader.read(ByteBuffer.wrap(noise), 0, noise.length, listener);
        }
        assertFalse(RtcpReader.read(ByteBuffer.wrap(new byte[] {0, 0, 0, 0}), 0, 4, listener));
    }
}
