package io.sluice.picture.decode;

import java.nio.ByteBuffer;
import java.util.List;

/** Byte stream format (H.264 and H.265, annex B), which every decoder takes without a configuration record. */
final class AnnexB {

    private static final int START_CODE = 1;

    private AnnexB() {}

    /**
     * Turns length prefixes of 4 bytes into start codes of 4 bytes, in place. @return false when the lengths do not
     * fit
     */
    static boolean fromLengthPrefixed(ByteBuffer units) {
        int at = units.position();
        int end = units.limit();
        while (end - at >= Integer.BYTES) {
            int length = units.getInt(at);
            if (length <= 0 || length > end - at - Integer.BYTES) {
                return false;
            }
            units.putInt(at, START_CODE);
            at += Integer.BYTES + length;
        }
        return at == end;
    }

    static byte[] parameterSets(List<ByteBuffer> sets) {
        ByteBuffer out = ByteBuffer.allocate(sets.stream().mapToInt(set -> set.remaining() + Integer.BYTES).sum());
        sets.forEach(set -> out.putInt(START_CODE).put(set));
        return out.array();
    }
}
