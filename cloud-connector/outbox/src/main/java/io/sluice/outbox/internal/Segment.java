package io.sluice.outbox.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file of entries that follow one another, named by the number of its first. Used by one thread at a time. */
final class Segment implements Closeable {

    private static final String ENDING = ".letters";
    private static final int PIECE = 128 << 10;

    final Path file;
    final long first;
    private final FileChannel channel;
    private long size;

    private Segment(Path file, long first, FileChannel channel, long size) {
        this.file = file;
        this.first = first;
        this.channel = channel;
        this.size = size;
    }

    static Segment create(Path folder, long first) throws IOException {
        Path file = folder.resolve(String.format("%019d%s", first, ENDING));
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(file, first, channel, 0);
    }

    static boolean is(Path file) {
        return file.getFileName().toString().matches("\\d{19}\\" + ENDING);
    }

    static Segment open(Path file) throws IOException {
        String name = file.getFileName().toString();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(file, Long.parseLong(name.substring(0, name.length() - ENDING.length())), channel, channel.size());
    }

    long size() {
        return size;
    }

    /** @return where it begins */
    long append(ByteBuffer record) throws IOException {
        long start = size;
        long at = start;
        try {
            while (record.hasRemaining()) {
                at += channel.write(record, at);
            }
        } catch (IOException full) {
            // Half a record must not stand before the next.
            channel.truncate(start);
            throw full;
        }
        size = at;
        return start;
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** What was written is taken back. */
    void truncate(long to) throws IOException {
        channel.truncate(to);
        size = to;
    }

    /** An entry and where the next one begins. */
    record Read(Entry entry, long next) {}

    /** Empty at the end, and where what follows is no whole entry. */
    Optional<Read> read(long position) throws IOException {
        ByteBuffer prefix = ByteBuffer.allocate(Entry.PREFIX);
        if (position + Entry.PREFIX > size || !fill(prefix, position)) {
            return Optional.empty();
        }
        int length = prefix.getInt(0);
        if (length <= 0 || length > Entry.MOST_BYTES || position + Entry.PREFIX + length > size) {
            return Optional.empty();
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        if (!fill(payload, position + Entry.PREFIX)) {
            return Optional.empty();
        }
        return Entry.decode(payload.array(), prefix.getInt(4)).map(entry -> new Read(entry, position + Entry.PREFIX + length));
    }

    /** All whole entries from a position on, up to so many bytes, but one at least. */
    List<Read> read(long position, int mostEntries, long mostBytes) throws IOException {
        List<Read> found = new ArrayList<>();
        long at = position;
        long end = position + mostBytes;
        while (found.size() < mostEntries && at < size && (at < end || found.isEmpty())) {
            List<Read> piece = piece(at, (int) Math.min(Math.min(PIECE, size - at), Math.max(end - at, 1)), mostEntries - found.size());
            if (piece.isEmpty()) {
                Optional<Read> large = read(at);
                if (large.isEmpty()) {
                    break;
                }
                piece = List.of(large.get());
            }
            found.addAll(piece);
            at = piece.get(piece.size() - 1).next();
        }
        return found;
    }

    /** The entries that lie within one piece of the file: reading each alone takes two calls of the system. */
    private List<Read> piece(long from, int bytes, int mostEntries) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(bytes);
        List<Read> found = new ArrayList<>();
        if (!fill(piece, from)) {
            return found;
        }
        piece.flip();
        while (found.size() < mostEntries && piece.remaining() >= Entry.PREFIX) {
            int length = piece.getInt(piece.position());
            int checksum = piece.getInt(piece.position() + 4);
            if (length <= 0 || length > piece.remaining() - Entry.PREFIX) {
                break;
            }
            byte[] payload = new byte[length];
            piece.position(piece.position() + Entry.PREFIX).get(payload);
            Optional<Entry> entry = Entry.decode(payload, checksum);
            if (entry.isEmpty()) {
                break;
            }
            found.add(new Read(entry.get(), from + piece.position()));
        }
        return found;
    }

    private boolean fill(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
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
