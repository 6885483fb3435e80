package io.sluice.executor.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a task. Calls of its run follow one another, each on a thread of the pool, so that a slow runner keeps only its own
 * tasks waiting. Thread-safe.
 */
final class ActiveRun {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

    final TaskRunner runner;
    private final String task;
    private final RunContext context;
    private final Executor pool;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private volatile Optional<TaskRun> run = Optional.empty();
    private boolean closing;

    ActiveRun(String task, TaskRunner runner, RunContext context, Executor pool) {
        this.task = task;
        this.runner = runner;
        this.context = context;
        this.pool = pool;
    }

    /** Ends when the task is under way, or with the runner's error. */
    CompletableFuture<Void> start(TaskDispatchInfo info) {
        return next(() -> {
            run = Optional.of(runner.start(info, context));
            return null;
        });
    }

    /** Ends with what the call answers, or its error; fails where the run was closed. */
    <T> CompletableFuture<T> call(Function<TaskRun, T> call) {
        return next(() -> call.apply(run.orElseThrow(() -> new IllegalStateException("the run of " + task + " was closed"))));
    }

    /** What the run tells from now on is not heard; ends when it has given back all. */
    synchronized CompletableFuture<Void> close() {
        context.close();
        if (closing) {
            return last.handle((done, error) -> null);
        }
        closing = true;
        return next(() -> {
            Optional<TaskRun> ending = run;
            run = Optional.empty();
            try {
                ending.ifPresent(TaskRun::close);
            } catch (RuntimeException error) {
                LOG.error("The runner of task {} failed to end it", task, error);
            }
            return null;
        });
    }

    /** What it takes at present; empty while that is not known. */
    Optional<JsonObject> occupied() {
        try {
            return run.map(TaskRun::occupied);
        } catch (RuntimeException error) {
            LOG.warn("The runner of task {} cannot tell what it takes", task, error);
            return Optional.empty();
        }
    }

    private interface Work<T> {
        T now();
    }

    private synchronized <T> CompletableFuture<T> next(Work<T> work) {
        CompletableFuture<T> mine = last.handle((done, error) -> null).thenApplyAsync(nothing -> work.now(), pool);
        last = mine;
        return mine;
    }
}
