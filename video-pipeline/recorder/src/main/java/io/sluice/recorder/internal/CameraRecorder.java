package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import io.sluice.mp4.FragmentedFile;
import io.sluice.mp4.ScannedFile;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records one camera: empties its tap at each round, reopens the tap where the hub went away, stops while nothing can
 * be written, and says how it is. All on the engine's thread but for {@link #current()}.
 */
final class CameraRecorder {

    /** Some 20 s of a usual camera: what a slow disk may take without loss. */
    private static final int QUEUE = 600;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long ABSENT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOSS_SHOWN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Logger LOG = LoggerFactory.getLogger(CameraRecorder.class);

    private final StreamRecorder recorder;
    private final RecorderStatus status;
    private volatile CameraSettings settings;
    private Optional<Tap> tap = Optional.empty();
    private Optional<Blockage> blockage = Optional.empty();
    private boolean doubtful;
    private OptionalLong writtenBefore = OptionalLong.empty();
    private boolean everTaken;
    private long lastTakenNanos = System.nanoTime();
    private boolean flushed = true;
    private long missedByTap;
    private long missed;
    private long lastMissedNanos;

    CameraRecorder(CameraSettings settings, CameraFiles files, RecorderStatus status) {
        this.settings = settings;
        this.status = status;
        this.recorder = new StreamRecorder(files, settings.segmentTicks());
        status.waiting(false);
    }

    CameraSettings settings() {
        return settings;
    }

    Optional<Segment> current() {
        return recorder.current();
    }

    /** Changes what can change while it runs: all but the camera. */
    void change(CameraSettings next) {
        settings = next;
        recorder.segmentTicks(next.segmentTicks());
    }

    /** Looks where the last life ended, so that what the hub still has is not lost. */
    void resume(RecordingTree tree) throws IOException {
        Optional<SegmentName> newest = tree.newest(settings.camera());
        if (newest.isEmpty()) {
            return;
        }
        SegmentName name = newest.get();
        // Only read: what follows the last complete fragment is cut off when the file is written to again.
        Optional<ScannedFile> scanned = FragmentedFile.scan(tree.path(name))
                .filter(file -> !file.fragments().isEmpty());
        OptionalLong last = scanned.map(Scans::lastSequence).orElse(OptionalLong.empty());
        if (last.isPresent()) {
            recorder.resume(SegmentFile.resume(name, tree.path(name), scanned.orElseThrow()), last.getAsLong());
        }
    }

    /** Writes what came since the last round. */
    void round(Optional<StreamHub> hub, long now) throws IOException {
        if (blockage.isPresent()) {
            return;
        }
        attach(hub);
        if (tap.isEmpty()) {
            return;
        }
        Tap source = tap.get();
        for (AccessUnit unit = source.poll(); unit != null; unit = source.poll()) {
            if (recorder.take(unit)) {
                everTaken = true;
                flushed = false;
                lastTakenNanos = now;
            }
        }
        if (!flushed && now - lastTakenNanos > IDLE_NANOS) {
            recorder.flush();
            flushed = true;
        }
        countMissed(source, now);
        tell(now);
    }

    /** Nothing can be written: give the hub its units back and wait. */
    void block(Blockage why) {
        if (blockage.isEmpty()) {
            if (!doubtful) {
                LOG.warn("Camera {}: {}", settings.camera(), why.message());
            }
            detach();
            pause();
        }
        blockage = Optional.of(why);
        status.blocked(why);
    }

    void unblock() {
        if (blockage.isPresent()) {
            blockage = Optional.empty();
            doubtful = true;
            writtenBefore = recorder.lastWritten();
            lastTakenNanos = System.nanoTime();
        }
    }

    /** Writes what is left and ends. */
    void close() {
        if (blockage.isEmpty()) {
            drainQuietly();
        }
        detach();
        pause();
        status.gone();
    }

    private void attach(Optional<StreamHub> hub) {
        if (tap.isPresent() && !tap.get().closed()) {
            return;
        }
        detach();
        if (hub.isEmpty()) {
            status.noHub();
            return;
        }
        OptionalLong last = recorder.lastTaken();
        TapOptions options = last.isPresent()
                ? TapOptions.after("recorder", QUEUE, last.getAsLong())
                : TapOptions.fromKeyFrame("recorder", QUEUE);
        tap = Optional.of(hub.get().tap(settings.camera(), options));
        missedByTap = 0;
    }

    private void detach() {
        tap.ifPresent(Tap::close);
        tap = Optional.empty();
    }

    private void drainQuietly() {
        try {
            if (tap.isPresent()) {
                Tap source = tap.get();
                for (AccessUnit unit = source.poll(); unit != null; unit = source.poll()) {
                    recorder.take(unit);
                }
            }
        } catch (IOException error) {
            LOG.warn("Camera {}: the end of the recording could not be written: {}", settings.camera(),
                    error.getMessage());
        }
    }

    private void pause() {
        try {
            recorder.pause();
        } catch (IOException error) {
            LOG.warn("Camera {}: the file could not be closed: {}", settings.camera(), error.getMessage());
        }
    }

    private void countMissed(Tap source, long now) {
        long total = source.missed();
        if (total > missedByTap) {
            missed += total - missedByTap;
            missedByTap = total;
            lastMissedNanos = now;
        }
    }

    private void tell(long now) {
        // After a failure only what is in the file shows that it is over.
        doubtful &= recorder.lastWritten().equals(writtenBefore);
        if (doubtful) {
            return;
        }
        if (now - lastTakenNanos > ABSENT_NANOS || !everTaken) {
            status.waiting(everTaken);
        } else if (missed > 0 && now - lastMissedNanos < LOSS_SHOWN_NANOS) {
            status.losing(missed);
        } else {
            status.ok();
        }
    }
}
