package io.sluice.drivers.file.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.media.codec.BitstreamException;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays one file on a thread of its own, from start to close. Whatever is wrong with the file is told and tried again
 * every other second.
 */
final class FilePlayer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FilePlayer.class);
    private static final long RETRY_NANOS = 2_000_000_000L;
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Path path;
    private final boolean loop;
    private final Subject subject;
    private final StatusReports statuses;
    private final Outlet outlet;
    private final Thread thread;
    private final Timeline timeline = new Timeline();
    private Optional<FileIdentity> playing = Optional.empty();
    private boolean discontinuity;
    private boolean damaged;

    FilePlayer(String cameraId, Path path, boolean loop, StatusReports statuses, Outlet outlet) {
        this.path = path;
        this.loop = loop;
        this.subject = new Subject(Subject.CAMERA, cameraId);
        this.statuses = statuses;
        this.outlet = outlet;
        this.thread = new Thread(this::run, "file-" + cameraId);
    }

    void start() {
        thread.start();
    }

    /** Ends the stream; returns when the thread is over. */
    @Override
    public void close() throws InterruptedException {
        outlet.close();
        thread.join();
    }

    private void run() {
        try {
            boolean more = true;
            while (more && !outlet.closed()) {
                more = attempt();
            }
        } catch (InterruptedException stop) {
            LOG.debug("Playing {} was interrupted", path);
        } finally {
            outlet.endStream();
        }
    }

    /** @return whether to go on */
    private boolean attempt() throws InterruptedException {
        try {
            boolean ended = pass();
            if (ended && !loop) {
                reportEnd();
                return false;
            }
        } catch (FileFault fault) {
            fail(fault);
        } catch (BitstreamException broken) {
            fail(FileFault.unsupported(path, "its header is damaged: " + broken.getMessage()));
        } catch (RuntimeException error) {
            LOG.error("Playing {} failed unexpectedly", path, error);
            fail(FileFault.unreadable(path, "unexpectedly, " + error));
        }
        return true;
    }

    /** @return whether it came to the file's end, not to another file in its place */
    private boolean pass() throws FileFault, InterruptedException {
        Optional<FileIdentity> identity = FileIdentity.of(path);
        if (!identity.equals(playing)) {
            damaged = false;
            discontinuity = playing.isPresent();
            playing = identity;
        }
        try (MediaFile file = MediaFile.open(path)) {
            FilePass pass = new FilePass(file, timeline, outlet, discontinuity);
            long nextLook = System.nanoTime() + LOOK_NANOS;
            boolean told = false;
            while (pass.step()) {
                if (!told && !damaged && !pass.discontinuity()) {
                    told = true;
                    report(Health.OK, "file.playing", "Playing " + path + ".", "");
                }
                if (System.nanoTime() - nextLook > 0) {
                    nextLook = System.nanoTime() + LOOK_NANOS;
                    if (!FileIdentity.of(path).equals(identity)) {
                        LOG.info("{} was replaced; its new content is played", path);
                        return false;
                    }
                }
            }
            if (!outlet.closed()) {
                judge(pass);
            }
            return true;
        }
    }

    private void judge(FilePass pass) throws FileFault {
        if (!pass.any()) {
            throw FileFault.unsupported(path, "nothing of its video can be read");
        }
        damaged = pass.damaged();
        discontinuity = damaged || pass.discontinuity();
        if (damaged) {
            report(
                    Health.DEGRADED, "file.damaged",
                    "The file " + path + " is damaged or cut off; what can be read of it is played.",
                    "Replace it by a complete file.");
        }
    }

    private void reportEnd() {
        if (!damaged && !outlet.closed()) {
            report(Health.OK, "file.ended", "The file " + path + " was played to its end.", "");
        }
    }

    private void report(Health health, String code, String message, String remedy) {
        statuses.report(subject, health, code, message, remedy, Map.of("path", path.toString()));
    }

    private void fail(FileFault fault) throws InterruptedException {
        if (!outlet.closed()) {
            LOG.warn("{}", fault.getMessage());
            statuses.report(subject, Health.FAILED, fault.code(), fault.getMessage(), fault.remedy(), fault.details());
            outlet.endStream();
            discontinuity = true;
            timeline.pause();
            outlet.sleep(RETRY_NANOS);
        }
    }
}
