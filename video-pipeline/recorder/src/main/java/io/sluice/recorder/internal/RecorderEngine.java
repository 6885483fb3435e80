package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records all cameras on one thread, which empties their taps a few times a second instead of waking up for each
 * picture, and looks after the storage once a second. Thread-safe.
 */
final class RecorderEngine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderEngine.class);
    private static final long ROUND_MILLIS = 250;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RecordingTree tree;
    private final Supplier<Optional<StreamHub>> hub;
    private final StatusReports reports;
    private final SegmentIds ids;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong usedBytes = new AtomicLong();
    private final Map<String, CameraRecorder> cameras = new ConcurrentHashMap<>();
    private final StorageStatus storageStatus;
    private final IndexKeeper keeper;
    private final Retention retention;
    private final Storage storage;
    private final Staging staging = new Staging();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "recorder");
        made.setDaemon(true);
        return made;
    });
    private long nextCheck = System.nanoTime();
    private long nextAge = System.nanoTime();

    /** @param hub the hub of the moment */
    RecorderEngine(
            Path folder, Limits limits, Supplier<Optional<StreamHub>> hub, StatusReports reports, Clock clock) {
        this.tree = new RecordingTree(folder);
        this.hub = hub;
        this.reports = reports;
        this.ids = new SegmentIds(clock);
        this.storageStatus = new StorageStatus(reports);
        this.keeper = new IndexKeeper(tree, open::contains, this::openSegments, usedBytes, storageStatus);
        this.retention = new Retention(
                tree, clock, open::contains, usedBytes, name -> keeper.index().remove(name.id()));
        this.storage = new Storage(tree.root(), retention, limits);
        thread.scheduleWithFixedDelay(this::round, 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    IndexKeeper keeper() {
        return keeper;
    }

    void limit(Limits limits) {
        call(() -> {
            storage.limit(limits);
            return limits;
        });
    }

    /** Begins to record a camera, or changes how. */
    void record(CameraSettings settings) {
        keeper.limitAge(settings.camera(), settings.maxAgeHours());
        call(() -> {
            CameraRecorder known = cameras.get(settings.camera());
            if (known == null) {
                add(settings);
            } else {
                known.change(settings);
            }
            return settings;
        });
    }

    /** Ends the recording of a camera: when this returns, all that came is in its file. */
    void stop(String camera) {
        call(() -> Optional.ofNullable(cameras.remove(camera)).map(recorder -> {
            recorder.close();
            return camera;
        }));
    }

    @Override
    public void close() throws InterruptedException {
        List.copyOf(cameras.keySet()).forEach(this::stop);
        thread.shutdownNow();
        if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("The disk takes long; the recorder's thread is left to itself");
        }
        keeper.close();
    }

    private void add(CameraSettings settings) {
        RecorderStatus status = new RecorderStatus(reports, settings.camera());
        CameraRecorder recorder = new CameraRecorder(settings, new Files(settings.camera()), status);
        try {
            recorder.resume(tree);
        } catch (IOException | RuntimeException error) {
            LOG.warn("Camera {}: the last recording cannot be continued: {}", settings.camera(), error.getMessage());
        }
        cameras.put(settings.camera(), recorder);
    }

    private void round() {
        long now = System.nanoTime();
        try {
            if (now - nextCheck >= 0) {
                nextCheck = now + CHECK_NANOS;
                check(now);
            }
            for (CameraRecorder camera : cameras.values()) {
                round(camera, now);
            }
        } catch (RuntimeException error) {
            LOG.error("The recorder failed in a way nobody thought of; it goes on", error);
        }
    }

    private void round(CameraRecorder camera, long now) {
        try {
            camera.round(hub.get(), now);
        } catch (IOException error) {
            block(camera, error);
        } catch (RuntimeException error) {
            LOG.error("Camera {}: a unit could not be recorded", camera.settings().camera(), error);
            block(camera, new IOException(String.valueOf(error.getMessage()), error));
        }
    }

    private void block(CameraRecorder camera, IOException cause) {
        Blockage why = storage.failed(cause);
        if (why.full()) {
            storageStatus.writing(Optional.of(why));
        }
        camera.block(why);
    }

    private void check(long now) {
        Optional<Blockage> blockage = storage.check();
        storageStatus.writing(blockage);
        for (CameraRecorder camera : cameras.values()) {
            blockage.ifPresentOrElse(camera::block, camera::unblock);
        }
        if (now - nextAge >= 0) {
            nextAge = now + AGE_NANOS;
            try {
                retention.byAge(keeper.ageLimits());
            } catch (IOException error) {
                LOG.warn("Old recordings could not be deleted: {}", error.getMessage());
            }
        }
    }

    private List<Segment> openSegments() {
        return cameras.values().stream()
                .map(CameraRecorder::current)
                .flatMap(Optional::stream)
                .filter(segment -> open.contains(segment.id()))
                .toList();
    }

    /** Runs something on the engine's thread and waits for it. */
    private void call(Callable<?> task) {
        try {
            thread.submit(task).get();
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException error) {
            throw new IllegalStateException(error.getCause());
        }
    }

    /** The files of one camera. */
    private final class Files implements CameraFiles {

        private final String camera;

        Files(String camera) {
            this.camera = camera;
        }

        @Override
        public SegmentName name() {
            return new SegmentName(camera, ids.next());
        }

        @Override
        public Path path(SegmentName name) {
            return tree.path(name);
        }

        @Override
        public Staging staging() {
            return staging;
        }

        @Override
        public void opening(SegmentName name) {
            ids.seen(name.id());
            open.add(name.id());
        }

        @Override
        public void dropped(SegmentName name) {
            open.remove(name.id());
        }

        @Override
        public void written(long bytes) {
            usedBytes.addAndGet(bytes);
        }

        @Override
        public void closed(Segment segment) {
            keeper.index().put(segment);
            open.remove(segment.id());
        }
    }
}
