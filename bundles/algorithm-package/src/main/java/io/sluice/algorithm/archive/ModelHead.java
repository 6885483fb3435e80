package io.sluice.algorithm.archive;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first bytes of a model's file, and then its rest as it streams by. Numbers are little-endian. Used by one thread. */
final class ModelHead {

    /** As many as any known header has. */
    private static final int BYTES = 256;

    private final String name;
    private final InputStream in;
    private final long size;
    private final byte[] head;
    private long at;

    ModelHead(String name, InputStream in, long size) throws IOException {
        this.name = name;
        this.in = in;
        this.size = size;
        head = in.readNBytes(BYTES);
        at = head.length;
    }

    /** Of the whole file. */
    long size() {
        return size;
    }

    boolean begins(int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return head.length >= offset + bytes.length
                && Arrays.equals(head, offset, offset + bytes.length, bytes, 0, bytes.length);
    }

    /** @throws RejectedException when the header is cut off before */
    long unsigned(int offset, int bytes) {
        if (offset + bytes > head.length) {
            throw malformed("it is cut off within its header");
        }
        return number(head, offset, bytes);
    }

    /** A number further on; only forwards. */
    long unsignedAt(long offset, int bytes) throws IOException {
        if (offset + bytes <= head.length) {
            return unsigned((int) offset, bytes);
        }
        byte[] number = new byte[bytes];
        // The first of them may lie in the head still.
        int taken = (int) Math.max(0, Math.min(bytes, head.length - offset));
        System.arraycopy(head, (int) Math.min(offset, head.length), number, 0, taken);
        in.skipNBytes(Math.max(0, offset - at));
        in.readNBytes(number, taken, bytes - taken);
        at = offset + bytes;
        return number(number, 0, bytes);
    }

    RejectedException malformed(String what) {
        return Refusal.entry("package.model.malformed", name, "is no sound model: " + what);
    }

    private static long number(byte[] from, int offset, int bytes) {
        long value = 0;
        for (int index = bytes - 1; index >= 0; index--) {
            value = value << Byte.SIZE | from[offset + index] & 0xff;
        }
        return value;
    }
}
