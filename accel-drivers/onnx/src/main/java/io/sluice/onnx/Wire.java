package io.sluice.onnx;

import java.nio.ByteBuffer;

/** The protocol buffers' wire format: tags, numbers, lengths. */
final class Wire {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;
    static final int MOST_VARINT_BYTES = 10;

    private Wire() {}

    /** Reads a number at the buffer's position. */
    static long readVarint(ByteBuffer in) {
        long value = 0;
        for (int index = 0; index < MOST_VARINT_BYTES; index++) {
            if (!in.hasRemaining()) {
                throw OnnxException.malformed("it ends in the middle of a field");
            }
            byte next = in.get();
            value |= (next & 0x7FL) << 7 * index;
            if (next >= 0) {
                return value;
            }
        }
        throw OnnxException.malformed("a number before byte " + in.position() + " does not end");
    }

    static void writeVarint(ByteBuffer out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.put((byte) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
    }

    static int varintSize(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    static long tag(int number, int wireType) {
        return (long) number << 3 | wireType;
    }

    /** Steps over a payload and tells where it begins, past its length if it has one. */
    static int skipPayload(ByteBuffer in, int wireType) {
        int start = in.position();
        switch (wireType) {
            case VARINT -> readVarint(in);
            case FIXED64 -> skip(in, Long.BYTES);
            case FIXED32 -> skip(in, Integer.BYTES);
            case LENGTH_DELIMITED -> {
                long length = readVarint(in);
                start = in.position();
                skip(in, length);
            }
            default -> throw OnnxException.malformed("unknown wire type " + wireType + " before byte " + start);
        }
        return start;
    }

    private static void skip(ByteBuffer in, long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw OnnxException.malformed(
                    "a field of " + bytes + " bytes begins where only " + in.remaining() + " are left");
        }
        in.position(in.position() + (int) bytes);
    }
}
