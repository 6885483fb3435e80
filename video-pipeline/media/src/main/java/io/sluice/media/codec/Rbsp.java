package io.sluice.media.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The payload of a NAL unit without its emulation prevention bytes (H.264 clause 7.3.1, H.265 clause 7.3.1.1). */
final class Rbsp {

    private Rbsp() {}

    /**
     * Takes the emulation prevention bytes out.
     *
     * @param nal one NAL unit from position to limit; not moved
     * @param headerSize bytes of NAL unit header to leave out: 1 for H.264, 2 for H.265
     * @param most bytes wanted at most; a slice header sits in the first few of a large NAL unit
     */
    static byte[] of(ByteBuffer nal, int headerSize, int most) {
        int from = nal.position() + headerSize;
        int to = nal.limit();
        byte[] out = new byte[Math.max(0, Math.min(to - from, most))];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < to && length < out.length; i++) {
            byte value = nal.get(i);
            if (zeros >= 2 && value == 3) {
                zeros = 0;
                continue;
            }
            zeros = value == 0 ? zeros + 1 : 0;
            out[length++] = value;
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }
}
