package io.sluice.runner.kit.picture;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.runner.kit.source.LiveFeed;
import io.sluice.runner.kit.source.OwnCamera;
import io.sluice.runner.kit.source.RecordedFeed;
import io.sluice.runner.kit.source.TaskSource;
import io.sluice.runner.kit.source.UnitFeed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of a task that works on pictures, on a thread of its own: of a stream as they come; of a recorded range each, in order,
 * as fast as they are worked on, after which the task has finished; or results of another task as they are sent.
 */
public final class PictureRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(PictureRun.class);
    private static final long STOP_MILLIS = 5000;
    private static final long REST_MILLIS = 100;
    private static final long RETRY_MILLIS = 500;
    private static final int MICROS = 1_000_000;
    /** Another task that sends nothing for so long may have ended. */
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final Setup setup;
    private final PictureWork work;
    private final Thread thread;
    private final Handover handover = new Handover();
    private Optional<Pictures> pictures = Optional.empty();
    private long lastUnit = System.nanoTime();
    private volatile int percent = -1;
    private volatile long decoded;
    private volatile boolean paused;
    private volatile boolean closed;
    private boolean over;
    private boolean quiet;

    /**
     * What a run is made of.
     *
     * @param kind of task, such as {@code frames}
     * @param camera name of a camera of the task's own, where its source needs one
     * @param patienceSeconds a stream that is silent for longer fails the task
     * @param onClose called once the run has ended
     */
    public record Setup(String kind, TaskDispatchInfo task, TaskSource source, String camera, TaskContext context, Gateway gateway,
            IntSupplier patienceSeconds, Runnable onClose) {}

    /** @param work belongs to the run from now on */
    public PictureRun(Setup setup, PictureWork work) {
        this.setup = setup;
        this.work = work;
        thread = new Thread(this::work, setup.camera());
        thread.setDaemon(true);
    }

    /** @throws SluiceException when the camera cannot be made */
    public void begin() {
        putCamera();
        thread.start();
    }

    /** Whether a camera of its own is to be there at present. */
    public boolean watches() {
        return !paused && !closed;
    }

    private void putCamera() {
        if (setup.source() instanceof TaskSource.Address address) {
            setup.gateway().cameras().require().putTransient(new CameraSpec(setup.camera(),
                    setup.task().taskName().orElse(setup.task().taskId()), address.video().orElseThrow(),
                    CameraSpec.Recording.OFF, List.of()));
        }
    }

    private void removeCamera() {
        if (setup.source() instanceof TaskSource.Address) {
            OwnCamera.remove(setup.gateway().cameras(), setup.camera());
        }
    }

    @Override
    public void pause() {
        paused = true;
        removeCamera();
    }

    @Override
    public void resume() {
        putCamera();
        paused = false;
    }

    @Override
    public void change(JsonObject arguments) {
        work.change(arguments);
    }

    @Override
    public void take(TaskResultBody result) {
        if (!(setup.source() instanceof TaskSource.OtherTask other) || !other.taskId().equals(result.taskId())) {
            throw new RejectedException("runner.input.unexpected",
                    "This task takes pictures of its StreamURL, no results of task " + result.taskId() + ".", "", null);
        }
        if (paused) {
            throw new UnavailableException("runner.paused", "The task is paused.", "Send the result again once it continues.", null);
        }
        handover.run(() -> work.take(result));
    }

    @Override
    public JsonObject occupied() {
        return work.told().put("PicturesDecoded", decoded).build();
    }

    @Override
    public void close() {
        closed = true;
        try {
            // Not interrupted: that would close the files which it may be writing to.
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        setup.onClose().run();
        removeCamera();
    }

    private void work() {
        try {
            tellProgress();
            while (!closed && !over) {
                step();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("The task of {} was ended", setup.camera(), stopped);
        } catch (RuntimeException | LinkageError error) {
            LOG.error("The task of {} failed", setup.camera(), error);
            setup.context().failed(ExceptionCode.RUNNING_FAILED, "Its pictures cannot be worked on: " + error);
        } finally {
            handover.close();
            pictures.ifPresent(Pictures::close);
            work.close();
        }
    }

    private void step() throws InterruptedException {
        if (paused) {
            if (pictures.isPresent()) {
                pictures.get().close();
                pictures = Optional.empty();
                work.leave(false);
            }
            Thread.sleep(REST_MILLIS);
            lastUnit = System.nanoTime();
        } else if (setup.source() instanceof TaskSource.OtherTask) {
            serve();
            tellProgress();
        } else {
            watch();
        }
    }

    private void serve() throws InterruptedException {
        if (handover.serve(REST_MILLIS)) {
            lastUnit = System.nanoTime();
            quiet = false;
        } else if (!quiet && System.nanoTime() - lastUnit > QUIET_NANOS) {
            try {
                work.gap();
                quiet = true;
            } catch (UnavailableException later) {
                LOG.debug("What {} made waits", setup.camera(), later);
            }
        }
    }

    private void watch() throws InterruptedException {
        if (pictures.isEmpty()) {
            pictures = Optional.of(new Pictures(feed()));
        }
        Pictures present = pictures.get();
        boolean came = present.next(new Pictures.Taker() {
            @Override
            public void take(FrameDecoder picture) throws InterruptedException {
                look(picture);
            }

            @Override
            public void gap() throws InterruptedException {
                insist(work::gap);
            }
        });
        if (came) {
            lastUnit = System.nanoTime();
        } else if (present.ended() && !over) {
            insist(() -> work.leave(true));
            over = !closed;
            if (over) {
                setup.context().progress(100);
                setup.context().finished();
            }
        } else if (System.nanoTime() - lastUnit >= setup.patienceSeconds().getAsInt() * 1_000_000_000L) {
            setup.context().failed(
                    ExceptionCode.DATA_SOURCE_FAILED, "No picture came for " + setup.patienceSeconds().getAsInt() + " s.");
            over = true;
        }
    }

    private UnitFeed feed() {
        if (setup.source() instanceof TaskSource.Recording range) {
            Instant from = instant(work.wantedFrom());
            return new RecordedFeed(range, from.isAfter(range.from()) ? from : range.from(), setup.gateway().recordings());
        }
        String camera = setup.source() instanceof TaskSource.LiveCamera live ? live.id() : setup.camera();
        return new LiveFeed(camera, setup.kind() + ":" + setup.camera(), setup.gateway().hub());
    }

    private void look(FrameDecoder picture) throws InterruptedException {
        decoded++;
        long micros = picture.wallClockMicros();
        if (closed || over || micros < work.wantedFrom()) {
            return;
        }
        if (setup.source() instanceof TaskSource.Recording range) {
            if (micros < micros(range.from()) || micros >= micros(range.to())) {
                return;
            }
            insist(() -> work.look(picture));
        } else if (!paused) {
            try {
                work.look(picture);
            } catch (UnavailableException full) {
                // A stream does not wait; the next picture comes.
                LOG.debug("A picture of {} was not taken", setup.camera(), full);
            }
        }
        tellProgress();
    }

    /** Until it is taken, or the run ends. */
    private void insist(Runnable step) throws InterruptedException {
        while (!closed) {
            try {
                step.run();
                return;
            } catch (UnavailableException later) {
                LOG.debug("What {} made waits", setup.camera(), later);
                Thread.sleep(RETRY_MILLIS);
                lastUnit = System.nanoTime();
            }
        }
    }

    private void tellProgress() {
        int now = work.percent();
        if (setup.source() instanceof TaskSource.Recording range) {
            long from = micros(range.from());
            long done = Math.max(0, Math.min(work.wantedFrom(), micros(range.to())) - from);
            now = Math.max(now, (int) (100 * done / (micros(range.to()) - from)));
        }
        if (now > percent) {
            percent = now;
            setup.context().progress(Math.min(100, now));
        }
        if (work.done() && !over) {
            over = true;
            setup.context().finished();
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L);
    }
}
