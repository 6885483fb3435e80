package io.sluice.recorder.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The index as readers see it: the table, what waits to be entered there, and the segments being written. Changes are
 * kept in memory until the database takes them, so that its absence stops nobody from recording. Thread-safe.
 */
final class SegmentIndex implements RecordingIndex {

    private final Supplier<List<Segment>> open;
    private final ConcurrentSkipListMap<Long, Segment> waiting = new ConcurrentSkipListMap<>();
    private final Set<Long> removed = ConcurrentHashMap.newKeySet();
    private volatile Optional<IndexTable> table = Optional.empty();

    /** @param open the segments being written */
    SegmentIndex(Supplier<List<Segment>> open) {
        this.open = open;
    }

    void use(Optional<IndexTable> next) {
        table = next;
    }

    /** A segment was closed. */
    void put(Segment segment) {
        waiting.put(segment.id(), segment);
    }

    /** A segment's file was deleted. */
    void remove(long id) {
        waiting.remove(id);
        removed.add(id);
    }

    boolean waits(long id) {
        return waiting.containsKey(id) || removed.contains(id);
    }

    /** Hands what waits to the database. */
    void flush() throws SQLException {
        if (table.isEmpty() || waiting.isEmpty() && removed.isEmpty()) {
            return;
        }
        List<Segment> put = new ArrayList<>(waiting.values());
        Set<Long> gone = new HashSet<>(removed);
        table.get().update(put, gone);
        put.forEach(segment -> waiting.remove(segment.id(), segment));
        removed.removeAll(gone);
    }

    @Override
    public List<Segment> segments(String cameraId, Instant from, Instant to) {
        Map<Long, Segment> found = new TreeMap<>();
        ask(rows -> rows.overlapping(cameraId, from, to)).forEach(segment -> found.put(segment.id(), segment));
        overlaid(cameraId).forEach(segment -> {
            found.remove(segment.id());
            if (segment.start().isBefore(to) && segment.end().isAfter(from)) {
                found.put(segment.id(), segment);
            }
        });
        found.keySet().removeAll(removed);
        return found.values().stream()
                .sorted(Comparator.comparing(Segment::start).thenComparingLong(Segment::id))
                .toList();
    }

    @Override
    public Optional<Segment> segment(long id) {
        if (removed.contains(id)) {
            return Optional.empty();
        }
        Optional<Segment> written = open.get().stream().filter(segment -> segment.id() == id).findFirst();
        return written.or(() -> Optional.ofNullable(waiting.get(id)))
                .or(() -> ask(rows -> rows.byId(id)).stream().findFirst());
    }

    @Override
    public List<String> cameras() {
        TreeSet<String> cameras = new TreeSet<>(ask(IndexTable::cameras));
        waiting.values().forEach(segment -> cameras.add(segment.cameraId()));
        open.get().forEach(segment -> cameras.add(segment.cameraId()));
        return List.copyOf(cameras);
    }

    @Override
    public List<Span> spans(String cameraId, Instant from, Instant to) {
        Map<Long, Span> runs = ask(rows -> rows.runs(cameraId, from, to));
        overlaid(cameraId).stream()
                .filter(segment -> segment.start().isBefore(to) && segment.end().isAfter(from))
                .forEach(segment -> runs.merge(
                        segment.run(), new Span(segment.start(), segment.end()), SegmentIndex::joined));
        return runs.values().stream().sorted(Comparator.comparing(Span::start)).toList();
    }

    private List<Segment> overlaid(String camera) {
        List<Segment> all = new ArrayList<>(waiting.values());
        all.addAll(open.get());
        return all.stream().filter(segment -> segment.cameraId().equals(camera)).toList();
    }

    private static Span joined(Span one, Span other) {
        return new Span(
                one.start().isBefore(other.start()) ? one.start() : other.start(),
                one.end().isAfter(other.end()) ? one.end() : other.end());
    }

    private <T> T ask(Question<T> question) {
        Throwable cause = null;
        try {
            if (table.isPresent()) {
                return question.of(table.get());
            }
        } catch (SQLException error) {
            cause = error;
        }
        throw new UnavailableException("recorder.index_unavailable",
                "The index of recordings is not available at present; recording goes on.",
                "See the status of the store, and try again.", cause);
    }

    private interface Question<T> {
        T of(IndexTable table) throws SQLException;
    }
}
