package io.sluice.media.codec;

/**
 * Reads the fixed-length and Exp-Golomb codes of a raw byte sequence payload (H.264 clause 9.1, H.265 clause 9.2), most
 * significant bit first. Not thread-safe.
 */
final class BitReader {

    private static final int LONGEST_PREFIX = 31;

    private final byte[] data;
    private final String what;
    private int position;

    /** @param what names the structure in exceptions, such as {@code H.264 SPS} */
    BitReader(byte[] data, String what) {
        this.data = data;
        this.what = what;
    }

    int bit() {
        int index = position >> 3;
        if (index >= data.length) {
            throw fault("ends after " + data.length + " bytes, within its syntax");
        }
        int value = data[index] >> (7 - (position & 7)) & 1;
        position++;
        return value;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** u(n) with n up to 32, as an unsigned value. */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** u(n) with n up to 31. */
    int small(int count) {
        return (int) bits(count);
    }

    void skip(int count) {
        if (count > (long) data.length * 8 - position) {
            throw fault("ends after " + data.length + " bytes, within its syntax");
        }
        position += count;
    }

    /** ue(v), 0 to 2^32 - 2. */
    long unsigned() {
        int zeros = 0;
        while (bit() == 0) {
            if (++zeros > LONGEST_PREFIX) {
                throw fault("has an Exp-Golomb code longer than 32 bits");
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** ue(v) that must lie within 0 to max. */
    int unsigned(String name, int max) {
        long value = unsigned();
        if (value > max) {
            throw fault("has " + name + " " + value + ", beyond " + max);
        }
        return (int) value;
    }

    /** se(v). */
    long signed() {
        long code = unsigned();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    BitstreamException fault(String reason) {
        return new BitstreamException(what + " " + reason);
    }
}
