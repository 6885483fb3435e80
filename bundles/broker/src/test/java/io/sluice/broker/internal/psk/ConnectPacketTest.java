package io.sluice.broker.internal.psk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the first packet says, and what the broker is told instead. */
class ConnectPacketTest {

    private static final String NAME = "00044d515454";

    @Test
    void aDeviceThatSaysNothingOfItselfGetsItsUserAndWhatFollowsStays() throws Exception {
        assertTold("1014" + NAME + "04c2003c" + "000161" + "000175" + "00027077" + "c000",
                "100d" + NAME + "0402003c" + "000161" + "c000");
    }

    @Test
    void aDeviceThatSaysItsOwnUserGetsThePasswordWithWillAndPropertiesUntouched() throws Exception {
        String middle = "003c" + "0321000a" + "000161" + "020101" + "000174" + "000177";
        String before = NAME + "05" + "86" + middle + "000175";
        String after = NAME + "05" + "c6" + middle + "000175" + "00027077";
        assertTold("10" + length(after) + after, "10" + length(before) + before);
        String worded = NAME + "05" + "c6" + middle + "000175" + "0003626164";
        assertTold("10" + length(after) + after, "10" + length(worded) + worded);
    }

    @Test
    void anotherUserAnotherPacketAndNonsenseAreRefused() {
        assertRefused("1010" + NAME + "0482003c" + "000161" + "000178");
        assertRefused("300400017462");
        assertRefused("100d" + NAME + "0402003c" + "00ff61");
        assertRefused("100f" + NAME + "0402003c" + "000161" + "0000");
        assertRefused("10ffffff7f");
        assertRefused("10818001");
    }

    @Test
    void whatIsNotCompleteIsWaitedFor() throws Exception {
        String whole = "100d" + NAME + "0402003c" + "000161";
        for (int bytes = 0; bytes < whole.length() / 2; bytes++) {
            assertEquals(Optional.empty(), told(whole.substring(0, 2 * bytes)).map(HexFormat.of()::formatHex));
        }
    }

    private static String length(String hex) {
        return "%02x".formatted(hex.length() / 2);
    }

    private static void assertTold(String expected, String given) throws IOException {
        assertArrayEquals(HexFormat.of().parseHex(expected), told(given).orElseThrow());
    }

    private static void assertRefused(String given) {
        assertThrows(IOException.class, () -> told(given));
    }

    private static Optional<byte[]> told(String given) throws IOException {
        return ConnectPacket.as("u", "pw", ByteBuffer.wrap(HexFormat.of().parseHex(given)));
    }
}
