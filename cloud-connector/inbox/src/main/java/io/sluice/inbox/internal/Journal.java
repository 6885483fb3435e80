package io.sluice.inbox.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All results that are kept, in files that only grow, and where they are. Thread-safe. */
final class Journal implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Path folder;
    private final long segmentBytes;
    private final Keys keys;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private final Map<TaskIds.Of, TaskIds> tasks = new LinkedHashMap<>();
    private long next = 1;
    private long bytes;
    private int results;

    /** @throws IOException when what is there cannot be read */
    Journal(Path folder, long segmentBytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.segmentBytes = segmentBytes;
        keys = new Keys(folder);
        List<Path> files;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Segment::is)) {
            files = StreamSupport.stream(found.spliterator(), false).sorted().toList();
        }
        for (Path file : files) {
            // Only the last can have been written to when the power went.
            Segment segment = Segment.open(file, file.equals(files.get(files.size() - 1)), this::entered);
            segments.put(segment.first, segment);
            bytes += segment.size();
            next = Math.max(next, segment.first + segment.count());
        }
    }

    private void entered(Item item) {
        keys.add(item);
        tasks.computeIfAbsent(new TaskIds.Of(item.sender(), item.task()), TaskIds::new).add(item.id());
        results++;
    }

    /**
     * Keeps those that did not come before, all or none. They survive a loss of power when this returns.
     *
     * @return those that are new, with their ids
     * @throws IOException when none is kept
     */
    synchronized List<Item> keep(List<Item> came) throws IOException {
        Segment segment = current();
        int before = segment.count();
        List<Item> fresh = new ArrayList<>();
        Map<String, Item> together = new LinkedHashMap<>();
        came.stream().filter(item -> !keys.knows(item)).forEach(item -> together.putIfAbsent(item.sender() + '\n' + item.key(), item));
        try {
            for (Item item : together.values()) {
                Item numbered = item.numbered(next + fresh.size());
                segment.append(numbered);
                fresh.add(numbered);
            }
            if (!fresh.isEmpty()) {
                segment.force();
            }
        } catch (IOException error) {
            try {
                segment.takeBack(before);
            } catch (IOException worse) {
                error.addSuppressed(worse);
            }
            throw error;
        }
        fresh.forEach(this::entered);
        next += fresh.size();
        bytes += segment.size() - segment.end(before);
        return fresh;
    }

    private Segment current() throws IOException {
        Map.Entry<Long, Segment> last = segments.lastEntry();
        if (last != null && last.getValue().size() < segmentBytes) {
            return last.getValue();
        }
        Segment fresh = Segment.create(folder, next);
        Durable.forceFolder(folder);
        segments.put(fresh.first, fresh);
        return fresh;
    }

    /** Empty where there is none of that id, or not any more. */
    synchronized Optional<Item> find(long id) throws IOException {
        Map.Entry<Long, Segment> holder = segments.floorEntry(id);
        return holder == null || id >= holder.getKey() + holder.getValue().count()
                ? Optional.empty()
                : Optional.of(holder.getValue().read(id, true));
    }

    /** The ids that follow one, in the order the results came; of one task where it is named. */
    synchronized List<Long> after(long id, Optional<String> task, int most) {
        if (task.isPresent()) {
            return tasks.entrySet().stream().filter(one -> one.getKey().task().equals(task.get()))
                    .flatMap(one -> one.getValue().after(id, most).stream()).sorted().limit(most).toList();
        }
        List<Long> found = new ArrayList<>();
        Long from = segments.floorKey(id + 1);
        for (Segment segment : segments.tailMap(from == null ? 0 : from, true).values()) {
            for (long at = Math.max(segment.first, id + 1); at < segment.first + segment.count() && found.size() < most; at++) {
                found.add(at);
            }
        }
        return found;
    }

    /** Each task with what is kept of it. */
    synchronized List<TaskIds.Summary> tasks() {
        return tasks.values().stream().map(TaskIds::summary).toList();
    }

    /**
     * Gives up the oldest files while there is too much or all in them is too old.
     *
     * @return how many results were given up
     */
    synchronized int prune(Instant oldest, Bounds bounds) throws IOException {
        int lost = 0;
        while (!segments.isEmpty()) {
            Segment segment = segments.firstEntry().getValue();
            boolean tooMuch = segments.size() > 1 && (bytes > bounds.bytes() || results > bounds.results());
            if (segment.count() == 0 || !tooMuch && !segment.newest().isBefore(oldest)) {
                break;
            }
            if (segments.size() == 1) {
                // The next id must not be lost with the last file.
                Segment fresh = Segment.create(folder, next);
                Durable.forceFolder(folder);
                segments.put(fresh.first, fresh);
            }
            lost += drop(segment);
        }
        return lost;
    }

    private int drop(Segment segment) throws IOException {
        for (long id = segment.first; id < segment.first + segment.count(); id++) {
            keys.went(segment.read(id, false));
        }
        keys.save();
        segments.remove(segment.first);
        bytes -= segment.size();
        results -= segment.count();
        long end = segment.first + segment.count();
        tasks.values().removeIf(task -> task.forget(end));
        segment.delete();
        LOG.info("{} results were given up with {}", segment.count(), segment.file.getFileName());
        return segment.count();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int results() {
        return results;
    }

    @Override
    public synchronized void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }
}
