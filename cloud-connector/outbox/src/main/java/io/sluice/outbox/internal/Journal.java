package io.sluice.outbox.internal;

import io.sluice.api.task.Letter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The letters to one destination, in order, in files that only grow. The last file may end in half an entry after a loss of power,
 * which is cut off when it is opened: nobody was told that it was kept. Bounded: files whose letters are all too old, or with
 * which it is too large, are given up, the oldest first. Memory does not grow with what waits. Thread-safe.
 */
final class Journal implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String NAME = "destination";

    final String destination;
    private final Path folder;
    private final long segmentBytes;
    private final Marks marks;
    private final KeyWindow keys = new KeyWindow();
    private final Deque<Segment> segments = new ArrayDeque<>();
    /** Where the letters end that were looked at last: whoever acknowledges them need not read them again. */
    private final Deque<End> ends = new ArrayDeque<>();
    private long next;
    /** The last letter that is on the medium: what may still be taken back is shown to nobody. */
    private long forced;
    /** Where the entry after the acknowledged ones begins, in the first segment. */
    private long position;
    private long waitingBytes;
    private Optional<Instant> oldest = Optional.empty();

    private record End(long number, long position) {}

    private Journal(String destination, Path folder, long segmentBytes) throws IOException {
        this.destination = destination;
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.marks = new Marks(folder.resolve("marks"));
    }

    /** A new one, or the one that is there. */
    static Journal of(String destination, Path folder, long segmentBytes) throws IOException {
        Files.createDirectories(folder);
        Path name = folder.resolve(NAME);
        if (!Files.exists(name)) {
            Durable.write(name, destination.getBytes(StandardCharsets.UTF_8));
        }
        return open(folder, segmentBytes);
    }

    static Journal open(Path folder, long segmentBytes) throws IOException {
        Journal journal = new Journal(Files.readString(folder.resolve(NAME)), folder, segmentBytes);
        try {
            journal.recover();
            return journal;
        } catch (IOException | RuntimeException error) {
            journal.close();
            throw error;
        }
    }

    private void recover() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(Segment::is).sorted().toList();
        }
        long acknowledged = marks.acknowledged();
        next = acknowledged + 1;
        for (Path file : files) {
            Segment segment = Segment.open(file);
            segments.add(segment);
            long at = 0;
            for (Optional<Segment.Read> read = segment.read(0); read.isPresent(); read = segment.read(at)) {
                Entry entry = read.get().entry();
                keys.add(entry.key());
                long end = read.get().next();
                if (entry.number() <= acknowledged) {
                    position = segments.size() == 1 ? end : position;
                } else {
                    waitingBytes += end - at;
                    oldest = oldest.or(() -> Optional.of(entry.at()));
                }
                next = Math.max(next, entry.number() + 1);
                at = end;
            }
            if (at < segment.size()) {
                LOG.warn("{} ends in {} bytes that are no letter; they are cut off", file, segment.size() - at);
                segment.truncate(at);
            }
        }
        forced = next - 1;
        dropAcknowledged();
    }

    /**
     * Writes letters, but does not force them to the medium: {@link #force} does.
     *
     * @return where to {@link #takeBack} to
     */
    synchronized Mark append(List<Letter> letters) throws IOException {
        Mark before = new Mark(next, segments.isEmpty() ? -1 : segments.getLast().first,
                segments.isEmpty() ? 0 : segments.getLast().size(), waitingBytes, new ArrayList<>());
        try {
            List<ByteBuffer> records = new ArrayList<>();
            for (Letter letter : letters) {
                if (keys.add(letter.key())) {
                    before.keys().add(letter.key());
                    records.add(Entry.of(next, letter).encode());
                    oldest = oldest.or(() -> Optional.of(letter.at()));
                    next++;
                }
            }
            write(records, before.next());
            return before;
        } catch (IOException full) {
            takeBack(before);
            throw full;
        }
    }

    /** Those for one file go there in one piece. */
    private void write(List<ByteBuffer> records, long first) throws IOException {
        int from = 0;
        while (from < records.size()) {
            if (segments.isEmpty() || segments.getLast().size() >= segmentBytes) {
                if (!segments.isEmpty()) {
                    segments.getLast().force();
                }
                segments.add(Segment.create(folder, first + from));
                Durable.forceFolder(folder);
            }
            int to = from;
            int bytes = 0;
            while (to < records.size() && segments.getLast().size() + bytes < segmentBytes) {
                bytes += records.get(to).remaining();
                to++;
            }
            ByteBuffer piece = ByteBuffer.allocate(bytes);
            records.subList(from, to).forEach(piece::put);
            segments.getLast().append(piece.flip());
            waitingBytes += bytes;
            from = to;
        }
    }

    /**
     * How far a journal was before it was added to.
     *
     * @param keys of what was added
     */
    record Mark(long next, long segment, long size, long waitingBytes, List<String> keys) {}

    /** What was written stays, come what may. Other calls go on meanwhile: it takes as long as the medium does. */
    void force() throws IOException {
        Optional<Segment> last;
        long written;
        synchronized (this) {
            last = Optional.ofNullable(segments.peekLast());
            written = next - 1;
        }
        try {
            if (last.isPresent()) {
                last.get().force();
            }
        } catch (ClosedChannelException gone) {
            LOG.debug("{} was given up while it was written", folder);
        }
        synchronized (this) {
            forced = Math.max(forced, written);
        }
    }

    /** Undoes the latest {@link #append}, where it could not be forced. */
    synchronized void takeBack(Mark mark) {
        try {
            while (!segments.isEmpty() && segments.getLast().first > mark.segment()) {
                segments.removeLast().delete();
            }
            if (!segments.isEmpty()) {
                segments.getLast().truncate(mark.size());
            }
        } catch (IOException error) {
            // What stays behind is sent, and its sender will send it again under the same key.
            LOG.warn("Letters in {} cannot be taken back", folder, error);
            return;
        }
        next = mark.next();
        waitingBytes = mark.waitingBytes();
        mark.keys().forEach(keys::remove);
        forced = Math.min(forced, next - 1);
    }

    /** The first letters that wait; all within one file. */
    List<Entry> peek(int mostEntries, long mostBytes) throws IOException {
        return peek(0, mostEntries, mostBytes);
    }

    /**
     * The letters that wait behind those that were looked at before; all within the file of the first that waits.
     *
     * @param after number of the last one that was looked at; 0 to begin anew
     */
    synchronized List<Entry> peek(long after, int mostEntries, long mostBytes) throws IOException {
        dropAcknowledged();
        if (segments.isEmpty()) {
            return List.of();
        }
        while (!ends.isEmpty() && ends.getLast().number() > after) {
            ends.removeLast();
        }
        long from = ends.isEmpty() ? position : ends.getLast().position();
        List<Entry> found = new ArrayList<>();
        for (Segment.Read read : segments.getFirst().read(from, mostEntries, mostBytes)) {
            if (read.entry().number() <= forced) {
                if (found.isEmpty() && ends.isEmpty()) {
                    oldest = Optional.of(read.entry().at());
                }
                ends.add(new End(read.entry().number(), read.next()));
                if (read.entry().number() > after) {
                    found.add(read.entry());
                }
            }
        }
        if (found.isEmpty() && ends.isEmpty()) {
            oldest = Optional.empty();
        }
        return found;
    }

    /** The other side has all up to this one. */
    synchronized void acknowledge(long number) throws IOException {
        if (number <= marks.acknowledged()) {
            return;
        }
        long reached = 0;
        while (!ends.isEmpty() && ends.getFirst().number() <= number) {
            End end = ends.removeFirst();
            pass(end.position());
            reached = end.number();
        }
        if (reached < number) {
            Segment segment = segments.getFirst();
            for (Optional<Segment.Read> read = segment.read(position);
                    read.isPresent() && read.get().entry().number() <= number;
                    read = segment.read(position)) {
                pass(read.get().next());
            }
        }
        marks.acknowledged(number);
        dropAcknowledged();
    }

    private void pass(long end) {
        waitingBytes -= end - position;
        position = end;
    }

    /** One letter is given up: it is refused for good. */
    synchronized void giveUp(long number) throws IOException {
        marks.givenUp(marks.givenUp() + 1);
        acknowledge(number);
    }

    /** Gives up what is too old or too much, whole files at a time, never the one that is written to. */
    synchronized long prune(Instant before, long mostBytes) throws IOException {
        long lost = 0;
        while (segments.size() > 1) {
            Segment segment = segments.getFirst();
            Segment second = segments.stream().skip(1).findFirst().orElseThrow();
            Optional<Segment.Read> youngest = second.read(0);
            boolean old = youngest.isPresent() && youngest.get().entry().at().isBefore(before);
            if (!old && waitingBytes <= mostBytes) {
                break;
            }
            long count = Math.max(0, second.first - 1 - Math.max(marks.acknowledged(), segment.first - 1));
            lost += count;
            waitingBytes -= segment.size() - position;
            position = 0;
            ends.clear();
            segments.removeFirst().delete();
            marks.givenUp(marks.givenUp() + count);
            marks.acknowledged(second.first - 1);
        }
        return lost;
    }

    private void dropAcknowledged() throws IOException {
        while (!segments.isEmpty() && position >= segments.getFirst().size()
                && (segments.size() > 1 || segments.getFirst().size() >= segmentBytes)) {
            segments.removeFirst().delete();
            position = 0;
            ends.clear();
        }
    }

    synchronized long waiting() {
        return next - 1 - marks.acknowledged();
    }

    synchronized long waitingBytes() {
        return waitingBytes;
    }

    synchronized Optional<Instant> oldest() {
        return waiting() == 0 ? Optional.empty() : oldest;
    }

    synchronized long givenUp() {
        return marks.givenUp();
    }

    @Override
    public synchronized void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
        segments.clear();
        marks.close();
    }
}
