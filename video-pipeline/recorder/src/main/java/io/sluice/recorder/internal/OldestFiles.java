package io.sluice.recorder.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The oldest segments on disk, camera by camera. The file system is the truth here: it is there when the index is not.
 * Reads one day of a camera at a time and remembers it. Used by one thread.
 */
final class OldestFiles {

    private final RecordingTree tree;
    private final Map<String, ArrayDeque<SegmentName>> known = new HashMap<>();

    OldestFiles(RecordingTree tree) {
        this.tree = tree;
    }

    /** Over all cameras. */
    Optional<SegmentName> oldest() throws IOException {
        Optional<SegmentName> oldest = Optional.empty();
        for (String camera : tree.cameras()) {
            oldest = Stream.concat(oldest.stream(), oldest(camera).stream())
                    .min(Comparator.comparingLong(SegmentName::id));
        }
        return oldest;
    }

    Optional<SegmentName> oldest(String camera) throws IOException {
        ArrayDeque<SegmentName> names = known.computeIfAbsent(camera, key -> new ArrayDeque<>());
        if (names.isEmpty()) {
            for (String day : tree.days(camera)) {
                List<SegmentName> found = tree.segments(camera, day);
                names.addAll(found);
                if (!found.isEmpty()) {
                    break;
                }
                tree.prune(camera, day);
            }
        }
        return Optional.ofNullable(names.peek());
    }

    /** Deletes what {@link #oldest} gave; the bytes freed. */
    long delete(SegmentName name) throws IOException {
        long freed = tree.delete(name);
        ArrayDeque<SegmentName> names = known.computeIfAbsent(name.camera(), key -> new ArrayDeque<>());
        names.remove(name);
        if (names.isEmpty()) {
            tree.prune(name.camera(), name.day());
        }
        return freed;
    }
}
