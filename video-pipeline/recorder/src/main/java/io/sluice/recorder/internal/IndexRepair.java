package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import io.sluice.mp4.FragmentedFile;
import io.sluice.mp4.ScannedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the index equal to the files: files it does not know are repaired and entered, entries without file are
 * removed. A whole day of a camera costs one listing and one query; only files that are news are read.
 */
final class IndexRepair {

    private static final Logger LOG = LoggerFactory.getLogger(IndexRepair.class);
    /** The last files of a camera may have lost their end with the power, even though they were entered. */
    private static final long DOUBTFUL_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private final RecordingTree tree;
    private final IndexTable table;
    private final LongPredicate busy;
    private final BooleanSupplier stop;
    private int entered;
    private int removed;

    /**
     * @param busy whether a segment is being written or waits to be entered
     * @param stop whether to give up
     */
    IndexRepair(RecordingTree tree, IndexTable table, LongPredicate busy, BooleanSupplier stop) {
        this.tree = tree;
        this.table = table;
        this.busy = busy;
        this.stop = stop;
    }

    void run() throws IOException, SQLException {
        TreeSet<String> cameras = new TreeSet<>(tree.cameras());
        cameras.addAll(table.cameras());
        for (String camera : cameras) {
            TreeSet<String> days = new TreeSet<>(tree.days(camera));
            days.addAll(table.days(camera));
            for (String day : days) {
                if (stop.getAsBoolean()) {
                    return;
                }
                repair(camera, day, day.equals(days.last()));
            }
        }
        if (entered + removed > 0) {
            LOG.info("Index of recordings repaired: {} segments entered, {} removed", entered, removed);
        }
    }

    private void repair(String camera, String day, boolean latest) throws IOException, SQLException {
        Map<Long, Segment> rows =
                table.ofDay(camera, day).stream().collect(Collectors.toMap(Segment::id, Function.identity()));
        List<SegmentName> names = tree.segments(camera, day);
        long doubtful = latest && !names.isEmpty()
                ? names.get(names.size() - 1).id() - DOUBTFUL_MILLIS
                : Long.MAX_VALUE;
        List<Segment> put = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (SegmentName name : names) {
            Segment row = rows.remove(name.id());
            boolean right = row != null && (name.id() < doubtful || Files.size(tree.path(name)) == row.bytes());
            if (!right && !busy.test(name.id())) {
                scan(name).ifPresentOrElse(put::add, () -> gone.add(name.id()));
            }
        }
        rows.keySet().stream().filter(id -> !busy.test(id)).forEach(gone::add);
        if (!put.isEmpty() || !gone.isEmpty()) {
            table.update(put, gone);
            entered += put.size();
            removed += gone.size();
        }
    }

    /** Repairs a file; empty where nothing of it is left, and then it is deleted. */
    private Optional<Segment> scan(SegmentName name) throws IOException {
        Optional<ScannedFile> scanned =
                FragmentedFile.repair(tree.path(name)).filter(file -> !file.fragments().isEmpty());
        if (scanned.isEmpty()) {
            LOG.warn("Recording {} holds no picture and is deleted", tree.path(name));
            tree.delete(name);
        }
        return scanned.map(file -> Scans.segment(name, tree.path(name), file));
    }
}
