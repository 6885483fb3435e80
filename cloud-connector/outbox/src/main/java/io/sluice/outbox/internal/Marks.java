package io.sluice.outbox.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How far a destination has acknowledged, and how much was given up, in two places of a file that are written in turn: half a write
 * damages one of them, and the other still holds. Not forced to the medium: an older mark only has letters sent again, which the
 * receiver knows by their keys. Used by one thread at a time.
 */
final class Marks implements Closeable {

    private static final int PLACE = 512;
    private static final int BYTES = 3 * Long.BYTES;

    private final FileChannel channel;
    private long version;
    private long acknowledged;
    private long givenUp;

    Marks(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        for (int place = 0; place < 2; place++) {
            read(place);
        }
    }

    long acknowledged() {
        return acknowledged;
    }

    void acknowledged(long number) throws IOException {
        acknowledged = number;
        write();
    }

    long givenUp() {
        return givenUp;
    }

    void givenUp(long number) throws IOException {
        givenUp = number;
        write();
    }

    private void read(int place) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(BYTES + Integer.BYTES);
        int read = channel.read(content, (long) place * PLACE);
        if (read == content.capacity() && content.getInt(BYTES) == checksum(content) && content.getLong(0) >= version) {
            version = content.getLong(0);
            acknowledged = content.getLong(Long.BYTES);
            givenUp = content.getLong(2 * Long.BYTES);
        }
    }

    private void write() throws IOException {
        version++;
        ByteBuffer content = ByteBuffer.allocate(BYTES + Integer.BYTES);
        content.putLong(version).putLong(acknowledged).putLong(givenUp);
        content.putInt(checksum(content)).flip();
        channel.write(content, (version & 1) * PLACE);
    }

    private static int checksum(ByteBuffer content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content.array(), 0, BYTES);
        return (int) checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
