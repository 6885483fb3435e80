package io.sluice.models.internal.sync;

import io.sluice.api.model.PackageContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** A package from a byte on, read in blocks as it goes. */
final class PackageStream extends InputStream {

    private static final int BLOCK = 1 << 18;

    private final PackageContent content;
    private long next;
    private byte[] block = {};
    private int at;

    PackageStream(PackageContent content, long from) {
        this.content = content;
        this.next = from;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == block.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        long count = Math.min(BLOCK, content.bytes() - next);
        if (count <= 0) {
            return false;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) count);
        content.write(next, count, out);
        block = out.toByteArray();
        at = 0;
        next += count;
        return true;
    }

    @Override
    public void close() {
        content.close();
    }
}
