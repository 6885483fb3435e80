package io.sluice.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Writes boxes of ISO/IEC 14496-12 clause 4.2 into a buffer that is large enough; sizes are filled in at a box's end.
 */
final class BoxWriter {

    private final ByteBuffer out;

    BoxWriter(int capacity) {
        out = ByteBuffer.allocate(capacity);
    }

    /** A box whose content is written by the given code. */
    BoxWriter box(String type, Runnable content) {
        int begin = out.position();
        out.putInt(0).put(type.getBytes(US_ASCII));
        content.run();
        out.putInt(begin, out.position() - begin);
        return this;
    }

    /** A full box: version and flags before the content. */
    BoxWriter fullBox(String type, int version, int flags, Runnable content) {
        return box(type, () -> {
            out.putInt(version << 24 | flags);
            content.run();
        });
    }

    BoxWriter u8(int value) {
        out.put((byte) value);
        return this;
    }

    BoxWriter u16(int... values) {
        for (int value : values) {
            out.putShort((short) value);
        }
        return this;
    }

    BoxWriter u32(int... values) {
        for (int value : values) {
            out.putInt(value);
        }
        return this;
    }

    BoxWriter u64(long value) {
        out.putLong(value);
        return this;
    }

    BoxWriter ascii(String text) {
        out.put(text.getBytes(US_ASCII));
        return this;
    }

    BoxWriter bytes(byte[] bytes) {
        out.put(bytes);
        return this;
    }

    BoxWriter zeros(int count) {
        out.put(new byte[count]);
        return this;
    }

    /** Bytes written so far. */
    int position() {
        return out.position();
    }

    /** Changes four bytes written before. */
    void patch(int position, int value) {
        out.putInt(position, value);
    }

    /** What was written, read-only. */
    ByteBuffer finish() {
        return out.flip().asReadOnlyBuffer();
    }
}
