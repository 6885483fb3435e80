package io.sluice.runner.compression.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.CompressionJobs;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.kit.Slot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of compression at work: follows its job, and begins another where a stop interrupted it. What has the name that the
 * checkpoint says is what the task made, so that there is never a second one.
 */
final class CompressionRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(CompressionRun.class);
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final long STOP_MILLIS = 5000;
    private static final int PERCENT = 100;

    private final Plan plan;
    private final Slot<CompressionJobs> jobs;
    private final Versions versions;
    private final TaskContext context;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile Mark mark;
    private volatile Optional<CompressionJobs.Job> seen = Optional.empty();
    private volatile boolean paused;
    private volatile boolean closed;

    /** What is to be done, with which version. */
    record Plan(Wish wish, AlgorithmDescriptor algorithm) {

        String request(Mark mark) {
            return wish.request(algorithm.id(), algorithm.version(), mark.made());
        }
    }

    CompressionRun(Plan plan, Mark mark, Slot<CompressionJobs> jobs, Versions versions, TaskContext context) {
        this.plan = plan;
        this.mark = mark;
        this.jobs = jobs;
        this.versions = versions;
        this.context = context;
        thread = new Thread(this::work, "compression-task");
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    @Override
    public void pause() {
        paused = true;
        news.release();
    }

    @Override
    public void resume() {
        paused = false;
        news.release();
    }

    @Override
    public void change(JsonObject arguments) {
        throw new RejectedException("runner.arguments.fixed", "A compression goes on as it began.", "Give a new task.", null);
    }

    @Override
    public void take(TaskResultBody result) {
        throw new RejectedException("runner.input.unexpected", "A task of compression takes recordings, no results of tasks.", "", null);
    }

    @Override
    public JsonObject occupied() {
        return JsonObject.builder().put("Job", mark.job()).put("JobState", seen.map(job -> job.state().name()).orElse("")).build();
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        cancel();
    }

    private void work() {
        boolean over = false;
        while (!closed && !over) {
            try {
                over = paused ? rest() : look();
                if (!over) {
                    news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
            } catch (UnavailableException later) {
                LOG.debug("A compression waits", later);
                over = pauseBriefly();
            } catch (InterruptedException stopped) {
                return;
            } catch (SluiceException fault) {
                context.failed(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, fault.getMessage());
                over = true;
            } catch (RuntimeException error) {
                LOG.error("A task of compression failed", error);
                context.failed(ExceptionCode.RUNNING_FAILED, "It cannot be done: " + error);
                over = true;
            }
        }
    }

    /** A job cannot be stopped in its middle: it is ended, and another one begun later. */
    private boolean rest() {
        cancel();
        return false;
    }

    private boolean pauseBriefly() {
        try {
            news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException stopped) {
            return true;
        }
    }

    private void cancel() {
        if (!mark.job().isEmpty()) {
            jobs.get().ifPresent(present -> present.cancel(mark.job()));
        }
    }

    /** @return whether the task has ended */
    private boolean look() {
        Optional<CompressionJobs.Job> job = job();
        seen = job;
        // Asked after the job: a version that is kept by now was kept by one that ended, or was killed right behind it.
        boolean under = job.filter(one -> one.state() == CompressionJobs.State.RUNNING || one.state() == CompressionJobs.State.WAITING)
                .isPresent();
        Optional<AlgorithmVersion> made = under ? Optional.empty() : versions.made(plan.algorithm().id(), mark.made());
        if (made.isPresent() && mark.job().isEmpty()) {
            // Another was faster: this task began no job that could have made it.
            mark = new Mark(versions.free(plan.algorithm(), plan.wish().newVersion()), "");
            context.checkpoint(mark.bytes());
        } else if (made.isPresent()) {
            context.emit("version", made.get().imported(), Outcome.made(made.get(), job.flatMap(CompressionJobs.Job::figures)));
            context.progress(PERCENT);
            context.finished();
            return true;
        }
        if (under) {
            context.progress((int) (job.get().progress() * PERCENT));
            return false;
        }
        Optional<CompressionJobs.State> ended = job.map(CompressionJobs.Job::state);
        if (ended.equals(Optional.of(CompressionJobs.State.REFUSED))) {
            job.get().figures().ifPresent(figures -> context.emit("figures", Instant.now(), Outcome.refused(figures)));
            context.failed(ExceptionCode.PERFORMANCE_INSUFFICIENT, job.get().problem());
            return true;
        }
        if (ended.equals(Optional.of(CompressionJobs.State.FAILED))) {
            context.failed(ExceptionCode.RUNNING_FAILED, job.get().problem());
            return true;
        }
        mark = mark.job(jobs.require().begin(plan.request(mark)).id());
        context.checkpoint(mark.bytes());
        return false;
    }

    private Optional<CompressionJobs.Job> job() {
        if (mark.job().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(jobs.require().find(mark.job()));
        } catch (NotFoundException forgotten) {
            return Optional.empty();
        }
    }
}
