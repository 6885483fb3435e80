package io.sluice.executor.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a task. Calls of its run follow one another on a thread of its own, so that a slow runner keeps only its own
 * tasks waiting. Thread-safe.
 */
final class ActiveRun {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);

    final TaskRunner runner;
    private final String task;
    private final RunContext context;
    private final RunThreads.Lane lane;
    private final LongSupplier nanos;
    private final Impatient<JsonObject> use;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private volatile Optional<TaskRun> run = Optional.empty();
    private volatile Optional<Call> present = Optional.empty();
    private boolean closing;

    /** What it is doing, and since when. */
    private record Call(String name, long since) {}

    /** @param nanos the monotonic clock */
    ActiveRun(String task, TaskRunner runner, RunContext context, RunThreads.Lane lane, Impatient<JsonObject> use, LongSupplier nanos) {
        this.task = task;
        this.runner = runner;
        this.context = context;
        this.lane = lane;
        this.use = use;
        this.nanos = nanos;
    }

    /** Its threads are those of this group. */
    ThreadGroup threads() {
        return lane.group();
    }

    /** Ends when the task is under way, or with the runner's error. */
    CompletableFuture<Void> start(TaskDispatchInfo info) {
        return next("start", () -> {
            run = Optional.of(runner.start(info, context));
            return null;
        });
    }

    /** Ends with what the call answers, or its error; fails where the run was closed. */
    <T> CompletableFuture<T> call(String name, Function<TaskRun, T> call) {
        return next(name, () -> call.apply(run.orElseThrow(() -> new IllegalStateException("the run of " + task + " was closed"))));
    }

    /** What the run tells from now on is not heard; ends when it has given back all. */
    synchronized CompletableFuture<Void> close() {
        context.close();
        if (closing) {
            return last.handle((done, error) -> null);
        }
        closing = true;
        return next("close", () -> {
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
        return run.flatMap(live -> use.ask(live::occupied));
    }

    /** The call that has not returned for so long, if there is one. */
    Optional<String> hung(Duration limit) {
        return present.filter(call -> nanos.getAsLong() - call.since() >= limit.toNanos()).map(Call::name);
    }

    private interface Work<T> {
        T now();
    }

    private synchronized <T> CompletableFuture<T> next(String name, Work<T> work) {
        CompletableFuture<T> mine = last.handle((done, error) -> null).thenApplyAsync(nothing -> {
            present = Optional.of(new Call(name, nanos.getAsLong()));
            try {
                return work.now();
            } finally {
                present = Optional.empty();
            }
        }, lane.calls());
        last = mine;
        return mine;
    }
}
