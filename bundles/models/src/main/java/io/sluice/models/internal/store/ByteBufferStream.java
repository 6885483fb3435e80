package io.sluice.models.internal.store;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a buffer to its end. */
final class ByteBufferStream extends InputStream {

    private final ByteBuffer content;

    ByteBufferStream(ByteBuffer content) {
        this.content = content;
    }

    @Override
    public int read() {
        return content.hasRemaining() ? content.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, content.remaining());
        if (count == 0) {
            return -1;
        }
        content.get(target, offset, count);
        return count;
    }
}
