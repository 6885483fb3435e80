package io.sluice.recorder.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Deletes the oldest segments, never one that is being written. Does a bounded number at a time, so that recording is
 * not held up. Used by one thread.
 */
final class Retention {

    private static final int MOST_AT_ONCE = 100;

    private final OldestFiles files;
    private final Clock clock;
    private final LongPredicate open;
    private final AtomicLong usedBytes;
    private final Consumer<SegmentName> onDeleted;

    /**
     * @param open whether a segment is being written
     * @param usedBytes of all recordings; lowered by what is deleted
     * @param onDeleted told of each segment deleted
     */
    Retention(
            RecordingTree tree,
            Clock clock,
            LongPredicate open,
            AtomicLong usedBytes,
            Consumer<SegmentName> onDeleted) {
        this.files = new OldestFiles(tree);
        this.clock = clock;
        this.open = open;
        this.usedBytes = usedBytes;
        this.onDeleted = onDeleted;
    }

    /** Deletes what is older than its camera's limit, in hours; 0 and cameras not named have none. */
    void byAge(Map<String, Integer> maxAgeHours) throws IOException {
        int left = MOST_AT_ONCE;
        for (Map.Entry<String, Integer> limit : maxAgeHours.entrySet()) {
            long before = clock.millis() - TimeUnit.HOURS.toMillis(limit.getValue());
            Optional<SegmentName> oldest = limit.getValue() == 0 ? Optional.empty() : deletable(limit.getKey());
            while (left > 0 && oldest.isPresent() && oldest.get().id() < before) {
                delete(oldest.get());
                left--;
                oldest = deletable(limit.getKey());
            }
        }
    }

    /** Deletes the oldest over all cameras until no more than this is used. */
    void bySize(long maxBytes) throws IOException {
        for (int left = MOST_AT_ONCE; left > 0 && usedBytes.get() > maxBytes && deleteOldest(); left--) {
            // Deleting is in the condition.
        }
    }

    /** Deletes the oldest over all cameras; false when there is none to delete. */
    boolean deleteOldest() throws IOException {
        Optional<SegmentName> oldest = files.oldest().filter(name -> !open.test(name.id()));
        if (oldest.isPresent()) {
            delete(oldest.get());
        }
        return oldest.isPresent();
    }

    private Optional<SegmentName> deletable(String camera) throws IOException {
        return files.oldest(camera).filter(name -> !open.test(name.id()));
    }

    private void delete(SegmentName name) throws IOException {
        usedBytes.addAndGet(-files.delete(name));
        onDeleted.accept(name);
    }
}
