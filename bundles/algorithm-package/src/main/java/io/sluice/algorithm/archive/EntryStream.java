package io.sluice.algorithm.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The plain content of an entry. Never gives more than the directory promised; at the end checksum and, where known, digest
 * are compared, so that who read to the end has what was checked. Used by one thread.
 */
final class EntryStream extends InputStream {

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final ZipItem item;
    private final String expected;
    private final Inflater inflater;
    private final ByteBuffer input = ByteBuffer.allocate(BUFFER).limit(0);
    private final CRC32 crc = new CRC32();
    private final MessageDigest digest = Digests.sha256();
    private long read;
    private long given;
    private String sha256 = "";
    private boolean ended;

    /** @param expected digest; empty where not known yet */
    EntryStream(FileChannel file, ZipItem item, String expected) {
        this.file = file;
        this.item = item;
        this.expected = expected;
        this.inflater = new Inflater(true);
    }

    /** Of all content; empty before the end. */
    String sha256() {
        return sha256;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!sha256.isEmpty()) {
            return -1;
        }
        if (ended) {
            throw new IOException("The stream of " + item.name() + " is closed");
        }
        int count = item.method() == ZipItem.STORED ? stored(target, offset, length) : inflated(target, offset, length);
        if (count < 0) {
            finish();
            return -1;
        }
        given += count;
        if (given > item.size()) {
            throw Refusal.entry("package.bomb", item.name(), "holds more than the " + item.size() + " bytes it tells of");
        }
        crc.update(target, offset, count);
        digest.update(target, offset, count);
        return count;
    }

    private int stored(byte[] target, int offset, int length) throws IOException {
        if (!input.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, input.remaining());
        input.get(target, offset, count);
        return count;
    }

    private int inflated(byte[] target, int offset, int length) throws IOException {
        try {
            while (!inflater.finished()) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw corrupt("asks for a dictionary");
                }
                if (inflater.needsInput() && !inflater.finished()) {
                    if (!fill()) {
                        throw corrupt("ends before its content does");
                    }
                    inflater.setInput(input.array(), 0, input.limit());
                }
            }
            if (inflater.getRemaining() > 0 || read < item.compressed()) {
                throw corrupt("has bytes behind its content");
            }
            return -1;
        } catch (DataFormatException error) {
            throw corrupt("cannot be unpacked: " + error.getMessage());
        }
    }

    private boolean fill() throws IOException {
        int most = (int) Math.min(BUFFER, item.compressed() - read);
        if (most == 0) {
            return false;
        }
        input.clear().limit(most);
        while (input.hasRemaining()) {
            if (file.read(input, item.data() + read + input.position()) < 0) {
                throw Refusal.entry("package.truncated", item.name(), "ends while it is read");
            }
        }
        read += most;
        input.flip();
        return true;
    }

    private void finish() {
        if (given != item.size() || crc.getValue() != item.crc()) {
            throw corrupt("does not have the content it tells of: checksum or size differ");
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!expected.isEmpty() && !expected.equals(found)) {
            throw Refusal.entry("package.changed", item.name(), "was changed while the package was in use");
        }
        sha256 = found;
        close();
    }

    private RuntimeException corrupt(String what) {
        return Refusal.entry("package.corrupt", item.name(), what);
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            inflater.end();
        }
    }
}
