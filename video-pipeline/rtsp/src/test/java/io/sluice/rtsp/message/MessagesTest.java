package io.sluice.rtsp.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static final String RESPONSE =
            "RTSP/1.0 200 OK\r\ncseq: 7\r\nX-Long: a\r\n b\r\nContent-Length: 5\r\n\r\nhello$";

    @Test
    void messageIsReadOnlyWhenItIsComplete() {
        byte[] bytes = RESPONSE.getBytes(StandardCharsets.US_ASCII);
        for (int length = 0; length < bytes.length - 1; length++) {
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
            assertTrue(RtspParser.parse(part).isEmpty(), "at " + length);
            assertEquals(0, part.position());
        }
        ByteBuffer all = ByteBuffer.wrap(bytes);
        RtspResponse response = (RtspResponse) RtspParser.parse(all).orElseThrow();

        assertEquals(200, response.status());
        assertEquals(7, response.sequence());
        assertEquals("a b", response.headers().get("x-long").orElseThrow());
        assertEquals("hello", response.body());
        assertEquals('$', all.get(), "what follows is left");
    }

    @Test
    void bareLineFeedsAndEmptyLinesBeforeAreTaken() {
        RtspMessage message = RtspParser.parse(ascii("\r\nOPTIONS * RTSP/1.0\nCSeq: 1\n\n")).orElseThrow();

        assertEquals("OPTIONS * RTSP/1.0", message.startLine());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        RtspRequest request = new RtspRequest(
                "DESCRIBE", "rtsp://a/b", Headers.of("CSeq", "2", "Accept", "application/sdp"), "grüße");

        RtspRequest back = (RtspRequest) RtspParser.parse(request.encode()).orElseThrow();

        assertEquals("grüße", back.body());
        assertEquals("application/sdp", back.headers().get("accept").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "HTTP/1.1 200 OK\r\n\r\n", "\u0001\u0002\u0003", "RTSP/1.0 OK\r\n\r\n", "RTSP/1.0 200 OK\r\nno colon\r\n\r\n",
        "RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n", "RTSP/1.0 200 OK\r\nContent-Length: x\r\n\r\n",
        "OPT\u0000IONS"
    })
    void whatIsNoMessageIsRefused(String text) {
        assertThrows(RtspSyntaxException.class, () -> RtspParser.parse(ascii(text)));
    }

    @Test
    void endlessHeadIsRefused() {
        assertThrows(RtspSyntaxException.class, () -> RtspParser.parse(ascii("A".repeat(RtspParser.LONGEST_HEAD))));
    }

    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(3);
        byte[] bytes = RESPONSE.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] noisy = bytes.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt(256);
            }
            try {
                RtspParser.parse(ByteBuffer.wrap(noisy));
            } catch (RtspSyntaxException refused) {
                assertFalse(refused.getMessage().isEmpty());
            }
        }
    }

    @Test
    void lineBreaksCannotBeSmuggledIntoAHeader() {
        assertThrows(IllegalArgumentException.class, () -> Headers.of("Session", "1\r\nEvil: 1"));
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://10.0.0.7/a, 10.0.0.7, 554, /a, , ",
        "RTSP://cam:8554, cam, 8554, '', , ",
        "rtsp://u:zzz@cam/x?y=1@2, cam, 554, /x?y=1@2, u, zzz",
        "rtsp://u:p@ss+%23@cam/, cam, 554, /, u, p@ss+#",
        "rtsp://u@[fe80::1]:99/s, fe80::1, 99, /s, u, ",
        "rtsp://cam?x=1, cam, 554, /?x=1, , "
    })
    void addressesAreReadAsPeopleWriteThem(
            String text, String host, int port, String path, String user, String password) {
        RtspUrl url = RtspUrl.parse(text);

        assertEquals(new RtspUrl(host, port, path, Optional.ofNullable(user), Optional.ofNullable(password)), url);
        assertFalse(password != null && url.toString().contains(password), "the password is told");
        assertEquals(url.host(), RtspUrl.parse(url.toString()).host());
        assertEquals(url.path(), RtspUrl.parse(url.toString()).path());
    }

    @Test
    void transportsAreReadAndWritten() {
        Transport udp = Transport.parse("RTP/AVP/TCP;multicast, RTP/AVP;unicast;client_port=5000-5001;"
                + "Server_Port=6000;source=10.0.0.1;ssrc=1234");
        assertFalse(udp.tcp());
        assertEquals(new Transport.Pair(5000, 5001), udp.clientPorts().orElseThrow());
        assertEquals(new Transport.Pair(6000, 6001), udp.serverPorts().orElseThrow());
        assertEquals("RTP/AVP/TCP;unicast;interleaved=2-3", Transport.interleaved(2, 3).toString());
        assertThrows(RtspSyntaxException.class, () -> Transport.parse("RAW/RAW/UDP;unicast"));
        assertThrows(RtspSyntaxException.class, () -> Transport.parse("RTP/AVP;unicast;client_port=x-y"));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
