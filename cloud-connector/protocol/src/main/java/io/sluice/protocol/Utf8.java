package io.sluice.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unicode's rules for UTF-8, to the letter: the reader of JSON is more forgiving than that. */
final class Utf8 {

    private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Position of the first byte that does not belong there, or -1. A zero byte does not: JSON has none, and a reader of JSON
     * would take it for a sign of UTF-16.
     */
    static int firstInvalid(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at + 8 <= bytes.length) {
                long eight = (long) EIGHT_BYTES.get(bytes, at);
                if ((eight & HIGH_BITS) == 0 && !hasZero(eight)) {
                    at += 8;
                    continue;
                }
            }
            int length = sequence(bytes, at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    private static boolean hasZero(long eight) {
        return (eight - 0x0101010101010101L & ~eight & HIGH_BITS) != 0;
    }

    /** Bytes of the character at a position, or 0 where there is none. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return first == 0 ? 0 : 1;
        }
        if (first < 0xC2) {
            return 0;
        }
        if (first < 0xE0) {
            return continues(bytes, at + 1, 0x80, 0xBF) ? 2 : 0;
        }
        if (first < 0xF0) {
            // No overlong forms, no halves of surrogate pairs.
            int low = first == 0xE0 ? 0xA0 : 0x80;
            int high = first == 0xED ? 0x9F : 0xBF;
            return continues(bytes, at + 1, low, high) && continues(bytes, at + 2, 0x80, 0xBF) ? 3 : 0;
        }
        if (first > 0xF4) {
            return 0;
        }
        int low = first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xF4 ? 0x8F : 0xBF;
        return continues(bytes, at + 1, low, high)
                && continues(bytes, at + 2, 0x80, 0xBF)
                && continues(bytes, at + 3, 0x80, 0xBF) ? 4 : 0;
    }

    private static boolean continues(byte[] bytes, int at, int low, int high) {
        return at < bytes.length && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
    }

    /** Bytes of a text, or -1 where it has half a surrogate pair, which UTF-8 cannot express. */
    static int length(String text) {
        int chars = text.length();
        int bytes = chars;
        for (int at = 0; at < chars; at++) {
            char unit = text.charAt(at);
            if (unit < 0x80) {
                continue;
            }
            if (unit < 0x800) {
                bytes++;
            } else if (!Character.isSurrogate(unit)) {
                bytes += 2;
            } else if (Character.isHighSurrogate(unit) && at + 1 < chars && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
                bytes += 2;
            } else {
                return -1;
            }
        }
        return bytes;
    }

    /** As much of a text as fits, whole characters only; its halves of surrogate pairs become question marks. */
    static String fit(String text, int bytes) {
        StringBuilder fitting = new StringBuilder();
        int left = bytes;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            int sound = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '?' : point;
            left -= sound < 0x80 ? 1 : sound < 0x800 ? 2 : sound < 0x10000 ? 3 : 4;
            if (left < 0) {
                break;
            }
            fitting.appendCodePoint(sound);
        }
        return fitting.toString();
    }
}
