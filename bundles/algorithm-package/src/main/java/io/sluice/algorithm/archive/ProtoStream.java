package io.sluice.algorithm.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A protocol buffer message as it comes by, field after field, without keeping it. Messages within are read by the same stream, with
 * {@link #end} as their border. Not thread-safe.
 */
final class ProtoStream {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int LONGEST_TEXT = 200;

    /** Thrown where the bytes are no such message. */
    static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int filled;
    private long position;
    private int wire;

    ProtoStream(InputStream in) {
        this.in = in;
    }

    long position() {
        return position;
    }

    /** How the field whose number was read last is encoded. */
    int wire() {
        return wire;
    }

    /** @return number of the next field of a message that ends there; 0 at its end */
    int field(long end) throws IOException {
        if (position >= end) {
            return 0;
        }
        long tag = varint(end);
        wire = (int) (tag & 7);
        if (tag >>> 3 == 0 || tag >>> 3 > 1 << 29 || wire != VARINT && wire != FIXED64 && wire != BYTES && wire != FIXED32) {
            throw malformed("no field begins there");
        }
        return (int) (tag >>> 3);
    }

    /** Where a field of bytes ends that begins here. */
    long end(long border) throws IOException {
        if (wire != BYTES) {
            throw malformed("a field is encoded in another way than its schema says");
        }
        long length = varint(border);
        if (length < 0 || length > border - position) {
            throw malformed("a field of " + length + " bytes begins where " + (border - position) + " are left");
        }
        return position + length;
    }

    long varint(long border) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet(border);
            value |= (octet & 0x7fL) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw malformed("a number does not end");
    }

    /** Numbers in a packed field that ends there. */
    long countVarints(long end) throws IOException {
        long count = 0;
        int last = 0;
        while (position < end) {
            last = octet(end);
            count += last < 0x80 ? 1 : 0;
        }
        if (last >= 0x80) {
            throw malformed("a number does not end");
        }
        return count;
    }

    /** The beginning of a text that ends there, for messages. */
    String text(long end) throws IOException {
        byte[] bytes = new byte[(int) Math.min(end - position, LONGEST_TEXT)];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) octet(end);
        }
        skipTo(end);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Passes by the field whose number was read last. */
    void skip(long border) throws IOException {
        switch (wire) {
            case VARINT -> varint(border);
            case FIXED64 -> skipTo(within(position + Long.BYTES, border));
            case FIXED32 -> skipTo(within(position + Integer.BYTES, border));
            default -> skipTo(end(border));
        }
    }

    void skipTo(long target) throws IOException {
        while (position < target) {
            if (next == filled) {
                fill();
            }
            int step = (int) Math.min(target - position, filled - next);
            next += step;
            position += step;
        }
    }

    Malformed malformed(String what) {
        return new Malformed(what + " (byte " + position + ")");
    }

    private long within(long target, long border) {
        if (target > border) {
            throw malformed("it ends in the middle of a field");
        }
        return target;
    }

    private int octet(long border) throws IOException {
        if (position >= border) {
            throw malformed("it ends in the middle of a field");
        }
        if (next == filled) {
            fill();
        }
        position++;
        return buffer[next++] & 0xff;
    }

    private void fill() throws IOException {
        next = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        if (filled == 0) {
            throw malformed("it is cut off");
        }
    }
}
