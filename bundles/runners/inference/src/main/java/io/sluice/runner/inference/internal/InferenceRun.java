package io.sluice.runner.inference.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.StoredResult;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.kit.source.OwnCamera;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of inference at work: a camera of its own, analysed by its algorithm, whose stored results it emits in their order. One
 * thread of its own, which alone emits.
 */
final class InferenceRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(InferenceRun.class);
    private static final int MOST_AT_ONCE = 200;
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final long STOP_MILLIS = 5000;

    private final Services services;
    private final TaskContext context;
    private final IntSupplier patienceSeconds;
    private final Runnable onClose;
    private final Patience patience = new Patience(System::nanoTime);
    private final Use use = new Use();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private final Optional<Range> range;
    private volatile Instant begin;
    private volatile Plan plan;
    private volatile Mark mark;
    private volatile long emitted;
    private volatile boolean paused;
    private volatile boolean closed;

    InferenceRun(Plan plan, Mark mark, Services services, TaskContext context, IntSupplier patienceSeconds, Runnable onClose) {
        this.plan = plan;
        this.mark = mark;
        this.services = services;
        this.context = context;
        this.patienceSeconds = patienceSeconds;
        this.onClose = onClose;
        range = Range.of(plan.source());
        begin = range.map(played -> played.begin(mark)).orElse(Instant.EPOCH);
        thread = new Thread(this::work, mark.camera());
        thread.setDaemon(true);
    }

    /** @throws SluiceException when the camera cannot be made */
    void begin() {
        putCamera();
        thread.start();
    }

    private void putCamera() {
        services.cameras.require().putTransient(plan.camera(camera(), begin));
    }

    String camera() {
        return mark.camera();
    }

    /** Whether its camera is to be there at present. */
    boolean watches() {
        return !paused && !closed;
    }

    /** There may be results. */
    void wake() {
        news.release();
    }

    @Override
    public void pause() {
        paused = true;
        removeCamera();
    }

    @Override
    public void resume() {
        begin = range.map(played -> played.begin(mark)).orElse(Instant.EPOCH);
        putCamera();
        paused = false;
        wake();
    }

    @Override
    public void change(JsonObject arguments) {
        Plan changed = plan.arguments(arguments);
        if (!paused) {
            services.cameras.require().putTransient(changed.camera(camera(), begin));
        }
        plan = changed;
    }

    @Override
    public void take(TaskResultBody result) {
        throw new RejectedException("runner.input.unexpected", "A task of inference takes pictures, no results of tasks.", "", null);
    }

    @Override
    public JsonObject occupied() {
        JsonObject.Builder told = use.now(services.leases(camera()));
        services.hub.get().flatMap(hub -> hub.stream(camera())).map(StreamInfo::units)
                .ifPresent(units -> told.put("PicturesReceived", units));
        return told.put("ResultsEmitted", emitted).put("SecondsWithoutPicture", patience.silentSeconds()).build();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        onClose.run();
        removeCamera();
    }

    private void removeCamera() {
        OwnCamera.remove(services.cameras, camera());
    }

    private void work() {
        patience.begin();
        boolean over = false;
        while (!closed && !over) {
            try {
                over = look();
                news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                news.drainPermits();
            } catch (UnavailableException later) {
                LOG.debug("Results of {} wait", camera(), later);
                pauseBriefly();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException error) {
                LOG.error("The task of {} failed", camera(), error);
                context.failed(ExceptionCode.RUNNING_FAILED, "Its results cannot be handed on: " + error);
                over = true;
            }
        }
    }

    private void pauseBriefly() {
        try {
            news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    /** @return whether the task has ended */
    private boolean look() {
        if (paused) {
            patience.begin();
            return false;
        }
        // Asked before the results are: what is stored by then is found.
        boolean last = range.isPresent() && Range.over(camera(), plan.algorithm().id(), services);
        List<StoredResult> found = next();
        while (!found.isEmpty() && watches()) {
            for (StoredResult result : found) {
                if (!result.result().modelVersion().equals(plan.algorithm().version())) {
                    context.failed(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "Version " + plan.algorithm().version()
                            + " of the algorithm is in use no more: " + result.result().modelVersion() + " is.");
                    return true;
                }
                emit(result);
            }
            context.checkpoint(mark.bytes());
            range.ifPresent(played -> context.progress(played.percent(mark)));
            found = next();
        }
        if (last && watches()) {
            context.progress(100);
            context.finished();
            return true;
        }
        return patience.exhausted(camera(), plan.algorithm().id(), services, patienceSeconds.getAsInt()).map(obstacle -> {
            context.failed(obstacle.exceptionCode(), obstacle.message());
            return true;
        }).orElse(false);
    }

    private void emit(StoredResult result) {
        if (range.isEmpty()) {
            context.emit(Long.toString(result.id()), result.result().frame().wallClock(), Parts.of(result.result()));
            mark = mark.emitted(result.id());
            emitted++;
        } else if (range.get().isNew(result, mark)) {
            context.emit(Long.toString(Range.micros(result)), result.result().frame().wallClock(), Parts.of(result.result()));
            mark = mark.emitted(result.id(), Range.micros(result));
            emitted++;
        } else {
            mark = mark.emitted(result.id());
        }
    }

    private List<StoredResult> next() {
        return services.results.require().find(new ResultQuery(Optional.of(camera()), Optional.empty(), Optional.empty(),
                Optional.empty(), OptionalLong.of(mark.emitted()), false, false, MOST_AT_ONCE));
    }
}
