package io.sluice.runner.features.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task on vectors at work. A result of another task is worked on before it is acknowledged, under a key made of its own: a crash
 * between has it sent again, and nothing is done twice. Vectors of the arguments are worked on by a thread, counted in the checkpoint.
 */
final class FeatureRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureRun.class);
    private static final int SAVE_EVERY = 50;
    private static final long REST_MILLIS = 1000;
    private static final long STOP_MILLIS = 5000;

    private final List<JsonObject> given;
    private final Function<JsonObject, FeatureWork> plan;
    private final TaskContext context;
    private final Thread thread;
    private final AtomicLong taken = new AtomicLong();
    private volatile FeatureWork work;
    private volatile int done;
    private volatile boolean paused;
    private volatile boolean closed;

    /** @param plan makes other work of other arguments */
    FeatureRun(String task, Input input, FeatureWork work, Function<JsonObject, FeatureWork> plan, TaskContext context) {
        this.given = input.given();
        this.work = work;
        this.plan = plan;
        this.context = context;
        thread = new Thread(this::workOff, "features-" + task);
        thread.setDaemon(true);
    }

    /** @throws SluiceException when the checkpoint cannot be read */
    void begin() {
        if (!given.isEmpty()) {
            done = context.checkpoint().map(saved -> Integer.parseInt(new String(saved, StandardCharsets.UTF_8))).orElse(0);
            thread.start();
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public synchronized void resume() {
        paused = false;
        notifyAll();
    }

    @Override
    public void change(JsonObject arguments) {
        work = plan.apply(arguments);
    }

    @Override
    public void take(TaskResultBody result) {
        if (!given.isEmpty()) {
            throw new RejectedException("runner.input.unexpected",
                    "The task works on the vectors of its arguments, not on results of tasks.", "", null);
        }
        if (paused) {
            throw new UnavailableException("runner.paused", "The task is paused.", "Send the result again when it goes on.", null);
        }
        work.arrived(result);
        taken.incrementAndGet();
    }

    @Override
    public JsonObject occupied() {
        return given.isEmpty()
                ? JsonObject.builder().put("ResultsTaken", taken.get()).build()
                : JsonObject.builder().put("FeaturesDone", done).build();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            // Not interrupted: Java would close the library's files.
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOff() {
        while (!closed) {
            try {
                if (step()) {
                    return;
                }
            } catch (UnavailableException later) {
                LOG.debug("A task on vectors waits", later);
                rest();
            } catch (RuntimeException error) {
                LOG.error("A task on vectors failed", error);
                context.failed(ExceptionCode.RUNNING_FAILED, "Feature " + done + " cannot be worked on: " + error.getMessage());
                return;
            }
        }
    }

    /** @return whether all is done */
    private boolean step() {
        if (paused) {
            rest();
            return false;
        }
        if (done < given.size()) {
            work.given(done, given.get(done));
            done++;
        }
        boolean all = done == given.size();
        if (all || done % SAVE_EVERY == 0) {
            context.checkpoint(Integer.toString(done).getBytes(StandardCharsets.UTF_8));
            context.progress((int) (100L * done / given.size()));
        }
        if (all) {
            context.finished();
        }
        return all;
    }

    private synchronized void rest() {
        try {
            if (!closed) {
                wait(REST_MILLIS);
            }
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }
}
