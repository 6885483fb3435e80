package io.sluice.runner.frames.internal;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.support.task.StreamSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task of frame extraction at work, on a thread of its own. */
final class FramesRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(FramesRun.class);
    private static final long STOP_MILLIS = 5000;
    private static final long REST_MILLIS = 100;
    private static final int MICROS = 1_000_000;

    private final TaskDispatchInfo task;
    private final StreamSource source;
    private final Services services;
    private final TaskContext context;
    private final IntSupplier patienceSeconds;
    private final Runnable onClose;
    private final Thread thread;
    private volatile Wish wish;
    private volatile Mark mark;
    private volatile long decoded;
    private volatile boolean paused;
    private volatile boolean closed;
    private boolean over;

    FramesRun(TaskDispatchInfo task, StreamSource source, Wish wish, Mark mark, Services services, TaskContext context,
            IntSupplier patienceSeconds, Runnable onClose) {
        this.task = task;
        this.source = source;
        this.wish = wish;
        this.mark = mark;
        this.services = services;
        this.context = context;
        this.patienceSeconds = patienceSeconds;
        this.onClose = onClose;
        thread = new Thread(this::work, mark.camera());
        thread.setDaemon(true);
    }

    /** @throws SluiceException when the camera cannot be made */
    void begin() {
        putCamera();
        thread.start();
    }

    /** Whether a camera of its own is to be there at present. */
    boolean watches() {
        return !paused && !closed;
    }

    private void putCamera() {
        if (source.camera().isEmpty()) {
            services.requireCameras().putTransient(new CameraSpec(mark.camera(), task.taskName().orElse(task.taskId()),
                    source.video(), CameraSpec.Recording.OFF, List.of()));
        }
    }

    private void removeCamera() {
        Cameras cameras = services.cameras.get();
        if (source.camera().isEmpty() && cameras != null) {
            cameras.remove(mark.camera());
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
        wish = Wish.of(task.inputInfo().taskFrameRate(), arguments);
    }

    @Override
    public void take(TaskResultBody result) {
        throw new RejectedException("runner.input.unexpected", "A task of frame extraction takes pictures, no results of tasks.",
                "", null);
    }

    @Override
    public JsonObject occupied() {
        return JsonObject.builder().put("PicturesDecoded", decoded).put("PicturesEmitted", mark.emitted()).build();
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
        onClose.run();
        try {
            removeCamera();
        } catch (SluiceException left) {
            LOG.warn("Camera {} of a task that ended stays for now", mark.camera(), left);
        }
    }

    private void work() {
        try (Pictures pictures = new Pictures(source.camera().orElse(mark.camera()), services)) {
            long lastUnit = System.nanoTime();
            tellProgress(wish);
            while (!closed && !over) {
                if (paused) {
                    pictures.close();
                    Thread.sleep(REST_MILLIS);
                    lastUnit = System.nanoTime();
                } else if (pictures.next(this::look)) {
                    lastUnit = System.nanoTime();
                } else if (System.nanoTime() - lastUnit >= patienceSeconds.getAsInt() * 1_000_000_000L) {
                    context.failed(ExceptionCode.DATA_SOURCE_FAILED, "No picture came for " + patienceSeconds.getAsInt() + " s.");
                    over = true;
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("The task of {} was ended", mark.camera(), stopped);
        } catch (RuntimeException error) {
            LOG.error("The task of {} failed", mark.camera(), error);
            context.failed(ExceptionCode.RUNNING_FAILED, "Its pictures cannot be made: " + error);
        }
    }

    private void look(FrameDecoder picture) {
        decoded++;
        Wish wanted = wish;
        long micros = picture.wallClockMicros();
        if (paused || over || wanted.piece(micros) <= wanted.piece(mark.lastMicros()) && mark.emitted() > 0) {
            return;
        }
        JsonObject info = JsonObject.builder()
                .put("FileFormat", "Jpeg")
                .put("Width", picture.frame().width())
                .put("Height", picture.frame().height())
                .put("TakenMicros", micros)
                .build();
        TaskResultBody.ImageResult image = new TaskResultBody.ImageResult(
                Optional.of(BinaryPart.owning(Jpeg.of(picture.frame(), wanted.quality()))), Optional.of(info), Optional.empty());
        try {
            context.emit(wanted.key(wanted.piece(micros), mark.emitted() + 1),
                    Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L),
                    new TaskResultBody.Data(Optional.of(image), Optional.empty(), Optional.empty()));
            mark = mark.emitted(micros);
            context.checkpoint(mark.bytes());
        } catch (UnavailableException full) {
            // The next picture of this piece of time is as good.
            LOG.debug("A picture of {} was not taken", mark.camera(), full);
            return;
        }
        tellProgress(wanted);
    }

    private void tellProgress(Wish wanted) {
        if (wanted.count() > 0) {
            context.progress((int) Math.min(100, 100L * mark.emitted() / wanted.count()));
            if (mark.emitted() >= wanted.count()) {
                over = true;
                context.finished();
            }
        }
    }
}
