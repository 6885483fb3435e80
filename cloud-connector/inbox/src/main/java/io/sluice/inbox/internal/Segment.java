package io.sluice.inbox.internal;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of results that follow one another, named by the id of its first. A record is the lengths and sums of its head and its body,
 * then these. Used by one thread at a time.
 */
final class Segment implements Closeable {

    private static final String ENDING = ".results";
    private static final int PREFIX = 16;
    private static final int MOST_HEAD = 1 << 16;
    private static final int MOST_BODY = 64 << 20;
    private static final int WINDOW = 1 << 16;

    final Path file;
    final long first;
    private final FileChannel channel;
    private long[] positions = new long[64];
    private int count;
    private long size;
    private Instant newest = Instant.MIN;
    /** A piece of the file while all of it is read, or each head would be a call of the system. */
    private Optional<ByteBuffer> window = Optional.empty();
    private long windowAt;

    private Segment(Path file, long first, FileChannel channel) {
        this.file = file;
        this.first = first;
        this.channel = channel;
    }

    static boolean is(Path file) {
        return file.getFileName().toString().matches("\\d{19}\\" + ENDING);
    }

    static Segment create(Path folder, long first) throws IOException {
        Path file = folder.resolve(String.format("%019d%s", first, ENDING));
        return new Segment(file, first, FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * Reads what is there. What follows the last whole record is cut off: half of one that was being written when the power went.
     *
     * @param thorough whether bodies are looked at, or heads only
     */
    static Segment open(Path file, boolean thorough, Consumer<Item> found) throws IOException {
        String name = file.getFileName().toString();
        Segment segment = new Segment(file, Long.parseLong(name.substring(0, name.length() - ENDING.length())),
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
        long end = segment.channel.size();
        segment.window = Optional.of(ByteBuffer.allocate(0));
        for (Optional<Item> next = segment.readAt(0, end, thorough); next.isPresent();
                next = segment.readAt(segment.size, end, thorough)) {
            segment.entered(next.get(), segment.lengthAt(segment.size));
            found.accept(next.get());
        }
        segment.window = Optional.empty();
        if (segment.size < end) {
            segment.channel.truncate(segment.size);
        }
        return segment;
    }

    /** Not yet on the medium when this returns. */
    void append(Item item) throws IOException {
        byte[] head = item.head();
        ByteBuffer record = ByteBuffer.allocate(PREFIX + head.length + item.body().length)
                .putInt(head.length).putInt(sum(head)).putInt(item.body().length).putInt(sum(item.body()))
                .put(head).put(item.body()).flip();
        int length = record.remaining();
        long at = size;
        while (record.hasRemaining()) {
            at += channel.write(record, at);
        }
        entered(item, length);
    }

    private void entered(Item item, long length) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
        }
        positions[count++] = size;
        size += length;
        newest = item.came();
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** What was appended beyond so many is taken back. */
    void takeBack(int to) throws IOException {
        if (to < count) {
            size = positions[to];
            count = to;
        }
        channel.truncate(size);
    }

    int count() {
        return count;
    }

    long size() {
        return size;
    }

    /** Where so many end. */
    long end(int results) {
        return results == count ? size : positions[results];
    }

    Instant newest() {
        return newest;
    }

    /** @param whole whether its body is wanted */
    Item read(long id, boolean whole) throws IOException {
        return readAt(positions[(int) (id - first)], size, whole)
                .orElseThrow(() -> new IOException("the result " + id + " in " + file + " is damaged"));
    }

    private long lengthAt(long position) throws IOException {
        ByteBuffer prefix = fill(PREFIX, position);
        return PREFIX + prefix.getInt(0) + (long) prefix.getInt(8);
    }

    /** Empty at the end, and where there is no whole record. */
    private Optional<Item> readAt(long position, long end, boolean whole) throws IOException {
        if (position + PREFIX > end) {
            return Optional.empty();
        }
        ByteBuffer prefix = fill(PREFIX, position);
        int head = prefix.getInt(0);
        int body = prefix.getInt(8);
        if (head <= 0 || head > MOST_HEAD || body < 0 || body > MOST_BODY || position + PREFIX + head + body > end) {
            return Optional.empty();
        }
        byte[] headBytes = fill(head, position + PREFIX).array();
        byte[] bodyBytes = whole ? fill(body, position + PREFIX + head).array() : new byte[0];
        return sum(headBytes) != prefix.getInt(4) || whole && sum(bodyBytes) != prefix.getInt(12)
                ? Optional.empty()
                : Optional.of(Item.read(new ByteArrayInputStream(headBytes), bodyBytes));
    }

    private ByteBuffer fill(int length, long position) throws IOException {
        if (window.isEmpty() || length > WINDOW) {
            return read(length, position);
        }
        if (position < windowAt || position + length > windowAt + window.get().capacity()) {
            window = Optional.of(read((int) Math.max(length, Math.min(WINDOW, channel.size() - position)), position));
            windowAt = position;
        }
        byte[] bytes = new byte[length];
        window.get().get((int) (position - windowAt), bytes);
        return ByteBuffer.wrap(bytes);
    }

    private ByteBuffer read(int length, long position) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                throw new IOException(file + " ends unexpectedly");
            }
        }
        return into;
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
