package io.sluice.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    /** The JDK's decoder is the judge, over random bytes rich in beginnings of characters. */
    @Test
    void agreesWithTheStrictDecoder() {
        Random random = new Random(5);
        int[] likely = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5};
        int valid = 0;
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(3) == 0 ? likely[random.nextInt(likely.length)] : 0x20 + random.nextInt(0x5F));
            }
            boolean sound = isUtf8(bytes);
            valid += sound ? 1 : 0;
            assertEquals(sound, Utf8.firstInvalid(bytes) < 0, Arrays.toString(bytes));
        }
        assertTrue(valid > 1000, valid + " valid");
    }

    @Test
    void everyCharacterIsCountedAndTaken() {
        for (int point = 1; point <= Character.MAX_CODE_POINT; point++) {
            String text = Character.toString(point);
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertEquals(half ? -1 : bytes.length, Utf8.length(text));
            assertEquals(-1, Utf8.firstInvalid(bytes));
        }
        assertEquals(-1, Utf8.length("\ude00\ud83d"));
        assertEquals(6, Utf8.length("a\ud83d\ude00b"));
    }

    @Test
    void cutsBetweenCharacters() {
        String text = "a\u00e9\u4e2d\ud83d\ude00";
        assertEquals(text, Utf8.fit(text, 10));
        assertEquals("a\u00e9\u4e2d", Utf8.fit(text, 9));
        assertEquals("a\u00e9", Utf8.fit(text, 5));
        assertEquals("a", Utf8.fit(text, 2));
        assertEquals("", Utf8.fit(text, 0));
        assertEquals("?x", Utf8.fit("\ud83dx", 2));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException wrong) {
            return false;
        }
    }
}
