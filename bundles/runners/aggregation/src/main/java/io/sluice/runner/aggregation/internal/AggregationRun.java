package io.sluice.runner.aggregation.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of aggregation at work. What comes is kept before its sender is told so; one thread of its own works on what is complete,
 * up to a time that the checkpoint names before anything of it is sent.
 */
final class AggregationRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(AggregationRun.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long STOP_MILLIS = 5000;

    private final List<String> tasks;
    private final TaskContext context;
    private final Clock clock;
    private final Waiting waiting;
    private final Watermark watermark;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private final Object lock = new Object();
    private Wish wish;
    private Operation operation;
    private State state;
    private volatile boolean paused;
    private volatile boolean closed;

    /** @param tasks whose results are taken, in the order of the dependencies */
    AggregationRun(Wish wish, List<String> tasks, TaskContext context, Clock clock, LongSupplier nanos) {
        this.wish = wish;
        this.tasks = tasks;
        this.context = context;
        this.clock = clock;
        operation = Operation.of(wish, tasks);
        state = context.checkpoint().map(State::read).orElseGet(State::fresh);
        waiting = new Waiting(context.scratch(), tasks, state.done());
        watermark = new Watermark(tasks, state.newest(), nanos);
        waiting.all().forEach(input -> watermark.heard(input.task(), input.millis()));
        thread = new Thread(this::work, "aggregation");
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    @Override
    public void take(TaskResultBody result) {
        Input input = Input.of(result, tasks, clock.instant());
        synchronized (lock) {
            if (waiting.has(input.id()) || state.knows(input.id())) {
                save(state.duplicate());
            } else if (input.millis() <= state.barrier()) {
                late(input);
            } else if (waiting.full()) {
                throw new UnavailableException("runner.input.full", waiting.size() + " results wait already.",
                        "Send it again in some seconds.", null);
            } else {
                waiting.add(input);
            }
            watermark.heard(input.task(), input.millis());
        }
        news.release();
    }

    private void late(Input input) {
        if (wish.sendLate()) {
            TaskResultBody.Data data = Merge.passedOn(input);
            emit(new Operation.Made("late-" + input.id(), input.millis(), new TaskResultBody.Data(data.imageResult(),
                    data.videoResult(), data.analysisResult(), Json.with(data.extra(), "Late", JsonValue.of(true)))));
        }
        save(state.late(input, wish.sendLate()));
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        synchronized (lock) {
            watermark.begin();
        }
        paused = false;
        news.release();
    }

    @Override
    public void change(JsonObject arguments) {
        Wish changed = Wish.of(arguments);
        synchronized (lock) {
            if (!changed.operation().equals(wish.operation())) {
                throw new InvalidInputException("runner.arguments.fixed", Wish.OPERATION, "A task that does " + wish.operation()
                        + " cannot do " + changed.operation() + ".", "Give a new task.");
            }
            wish = changed;
            operation = Operation.of(changed, tasks);
        }
        news.release();
    }

    @Override
    public JsonObject occupied() {
        synchronized (lock) {
            return JsonObject.builder().put("ResultsTaken", state.taken() + waiting.size())
                    .put("ResultsWaiting", waiting.size()).put("ResultsEmitted", state.emitted())
                    .put("ResultsLate", state.late()).put("ResultsTwice", state.duplicates())
                    .put("DoneMillis", state.done()).build();
        }
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            // Not interrupted: that would close the files which it may be at.
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!closed) {
            try {
                if (paused || !step()) {
                    news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
            } catch (UnavailableException later) {
                LOG.debug("What was made of results waits", later);
                rest();
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException error) {
                LOG.error("A task of aggregation failed", error);
                context.failed(ExceptionCode.RUNNING_FAILED, "Its results cannot be worked on: " + error);
                return;
            }
        }
    }

    private void rest() {
        try {
            news.tryAcquire(LOOK_EVERY_MILLIS * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    /** @return whether there was something to do */
    private boolean step() {
        Operation present;
        List<Input> batch;
        State before;
        synchronized (lock) {
            if (state.closing().isEmpty()) {
                OptionalLong ripe = ripe();
                if (ripe.isEmpty()) {
                    return false;
                }
                save(state.closing(ripe.getAsLong(), watermark.newest()));
            }
            before = state;
            present = operation;
            batch = waiting.upTo(state.closing().orElseThrow());
        }
        Operation.Outcome outcome = present.work(batch, before.memory());
        for (Operation.Made made : outcome.made()) {
            if (closed || paused) {
                // Made again later, under the same keys.
                return false;
            }
            emit(made.with(before));
        }
        synchronized (lock) {
            save(state.closed(batch, outcome.made().size(), outcome.memory()));
            waiting.remove(batch);
        }
        return true;
    }

    private OptionalLong ripe() {
        if (waiting.size() == 0) {
            return OptionalLong.empty();
        }
        boolean quiet = watermark.quiet(wish.idleSeconds());
        return operation.ripe(waiting.all(), watermark.millis(wish, waiting.full()), quiet);
    }

    private void emit(Operation.Made made) {
        context.emit(made.key(), Instant.ofEpochMilli(made.millis()), made.data());
    }

    /** In this order: what is not kept has not happened. */
    private void save(State next) {
        context.checkpoint(next.bytes());
        state = next;
    }
}
