package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index in step with the files, on a thread of its own: once a database is there, repairs the index, then
 * enters every second what has changed. Where the database fails or is replaced, begins again.
 */
final class IndexKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);
    private static final int TOLERATED_ROUNDS = 5;

    private final RecordingTree tree;
    private final SegmentIndex index;
    private final LongPredicate open;
    private final Supplier<List<Segment>> openSegments;
    private final AtomicLong usedBytes;
    private final StorageStatus status;
    private final Map<String, Integer> ageLimits = new ConcurrentHashMap<>();
    private final Map<String, Integer> newAgeLimits = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "recorder-index");
        made.setDaemon(true);
        return made;
    });
    private volatile Optional<DataSource> database = Optional.empty();
    private volatile boolean closing;
    private Optional<DataSource> ready = Optional.empty();
    private Optional<IndexTable> table = Optional.empty();
    private int absentRounds;

    /**
     * @param open whether a segment is being written
     * @param openSegments those being written
     * @param usedBytes set to the sum of all files once it is known
     */
    IndexKeeper(
            RecordingTree tree,
            LongPredicate open,
            Supplier<List<Segment>> openSegments,
            AtomicLong usedBytes,
            StorageStatus status) {
        this.tree = tree;
        this.open = open;
        this.openSegments = openSegments;
        this.usedBytes = usedBytes;
        this.status = status;
        this.index = new SegmentIndex(openSegments);
        thread.scheduleWithFixedDelay(this::round, 0, 1, TimeUnit.SECONDS);
    }

    SegmentIndex index() {
        return index;
    }

    /** The database to use from now on, or none. */
    void use(Optional<DataSource> next) {
        database = next;
        if (!closing) {
            thread.execute(this::round);
        }
    }

    /** Limits of age by camera, those of cameras that are gone too. */
    Map<String, Integer> ageLimits() {
        return new HashMap<>(ageLimits);
    }

    void limitAge(String camera, int hours) {
        ageLimits.put(camera, hours);
        newAgeLimits.put(camera, hours);
    }

    /** Enters what waits and ends. Idempotent. */
    @Override
    public void close() throws InterruptedException {
        if (closing) {
            return;
        }
        closing = true;
        thread.execute(this::round);
        thread.shutdown();
        if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("The database takes long; what could not be entered is found in the files at the next start");
            thread.shutdownNow();
        }
    }

    private void round() {
        try {
            if (!database.equals(ready)) {
                without();
                if (database.isPresent()) {
                    begin(database.get());
                }
            }
            if (table.isPresent()) {
                index.flush();
                enterAgeLimits(table.get());
                absentRounds = 0;
                status.index(Optional.empty());
            } else if (++absentRounds > TOLERATED_ROUNDS) {
                // A store that is being updated is back before that.
                status.index(Optional.of("no database is running"));
            }
        } catch (SQLException | IOException | RuntimeException error) {
            without();
            if (status.index(Optional.of(String.valueOf(error.getMessage())))) {
                LOG.warn("The index of recordings cannot be kept", error);
            }
        }
    }

    private void begin(DataSource next) throws SQLException, IOException {
        IndexTable opened = new IndexTable(next, tree);
        opened.ageLimits().forEach(ageLimits::putIfAbsent);
        // Readers get what is there already while the rest is being found.
        index.use(Optional.of(opened));
        new IndexRepair(tree, opened, id -> open.test(id) || index.waits(id), () -> closing).run();
        usedBytes.set(opened.bytes() + openSegments.get().stream().mapToLong(Segment::bytes).sum());
        table = Optional.of(opened);
        ready = Optional.of(next);
    }

    private void without() {
        ready = Optional.empty();
        table = Optional.empty();
        index.use(table);
    }

    private void enterAgeLimits(IndexTable table) throws SQLException {
        for (Map.Entry<String, Integer> limit : newAgeLimits.entrySet()) {
            table.limitAge(limit.getKey(), limit.getValue());
            newAgeLimits.remove(limit.getKey(), limit.getValue());
        }
    }
}
