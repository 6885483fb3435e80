package io.sluice.executor.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.task.TaskRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which task runs when: by times, predecessors, priority, the runners there are and the number of places. Used on the thread of the
 * {@link Mailbox}; runners work on those of a pool.
 */
final class Schedule {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
    /** So often in a row may the gateway end under a task before the task is held to be the cause. */
    private static final int MOST_CRASHES = 5;
    /** A task that ran so long has shown that it does not bring the gateway down. */
    private static final Duration SOUND = Duration.ofMinutes(1);
    /** So often at most is progress told; a runner may tell it with every picture. */
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);
    private static final Comparator<Slot> ORDER = Comparator.comparingInt((Slot slot) -> -slot.task.priority())
            .thenComparingLong(slot -> slot.task.order());

    private final Book book;
    private final RunContext.Surroundings surroundings;
    private final Runners runners;
    private final Mailbox mailbox;
    private final Executor pool;
    private Limits limits;

    Schedule(Book book, RunContext.Surroundings surroundings, Runners runners, Mailbox mailbox, Executor pool, Limits limits) {
        this.book = book;
        this.surroundings = surroundings;
        this.runners = runners;
        this.mailbox = mailbox;
        this.pool = pool;
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    void limits(Limits changed) {
        limits = changed;
        run();
    }

    /** What ran when the gateway ended goes on. */
    void begin() {
        for (Slot slot : book.open()) {
            Task task = slot.task;
            if (task.state() == TaskState.RUNNING) {
                book.change(slot, task.crashes() >= MOST_CRASHES
                        ? task.failed(ExceptionCode.RUNNING_FAILED,
                                "The gateway ended " + task.crashes() + " times in a row while it ran.", book.now())
                        : task.state(TaskState.QUEUED, "Goes on after a restart of the gateway.", book.now()));
            }
        }
        run();
    }

    /** A runner has come: what waited for one is not kept waiting. */
    void came() {
        book.open().forEach(Slot::wentWell);
        run();
    }

    /**
     * A runner has gone: its tasks wait until one comes that takes them.
     *
     * @return ends when its runs have given back all they took
     */
    CompletableFuture<Void> gone(TaskRunner runner) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Slot slot : book.open()) {
            if (slot.run.filter(run -> run.runner == runner).isPresent()) {
                closing.add(suspend(slot, "Its runner has gone; waits for it."));
            }
        }
        run();
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /** A paused task stays paused, without a run. */
    private CompletableFuture<Void> suspend(Slot slot, String reason) {
        slot.ending = slot.run.orElseThrow().close();
        slot.run = Optional.empty();
        if (slot.task.state() == TaskState.RUNNING) {
            book.change(slot, slot.task.sound().state(TaskState.QUEUED, reason, book.now()));
        }
        return slot.ending;
    }

    /** To be called every second: times come and go, what failed is tried again, what is old is forgotten. */
    void tick() {
        Instant now = book.now();
        for (Slot slot : book.tasks()) {
            if (slot.run.isPresent() && slot.task.crashes() > 0
                    && Duration.between(slot.started, now).compareTo(SOUND) >= 0) {
                sound(slot);
            }
            if (slot.run.isPresent() && !slot.progress.equals(slot.task.progress())
                    && Duration.between(slot.task.updated(), now).compareTo(PROGRESS_EVERY) >= 0) {
                book.change(slot, slot.task.progress(slot.progress, now));
            }
            if (slot.saved != slot.task.revision()) {
                book.save(slot);
            }
            book.report(slot);
        }
        book.forget(limits);
        run();
    }

    /** Starts what may run, ends what may not any more. */
    void run() {
        Instant now = book.now();
        book.open().forEach(slot -> watchTimes(slot, now));
        long running = book.tasks().stream().filter(slot -> slot.run.isPresent()).count();
        for (Slot slot : book.tasks().stream().filter(each -> each.task.state() == TaskState.QUEUED).sorted(ORDER).toList()) {
            if (mayRun(slot, now)) {
                if (running < limits.concurrent()) {
                    running += begin(slot, now) ? 1 : 0;
                } else {
                    waits(slot, "Waits for one of " + limits.concurrent() + " places.");
                }
            }
        }
    }

    private void watchTimes(Slot slot, Instant now) {
        Windows windows = Windows.of(slot.task.given());
        if (windows.over(now)) {
            book.change(slot, slot.task.state(TaskState.FINISHED, "Its time is over.", now));
            book.end(slot);
        } else if (slot.run.isPresent() && !windows.open(now)) {
            suspend(slot, "Waits for its next time.");
        }
    }

    private boolean mayRun(Slot slot, Instant now) {
        if (!Windows.of(slot.task.given()).open(now)) {
            waits(slot, "Waits for its time.");
            return false;
        }
        if (slot.task.begun().isEmpty()) {
            Predecessors.Outlook outlook = Predecessors.look(slot.task.given(), surroundings.own(), book::find, slot.arrived);
            if (outlook instanceof Predecessors.Hopeless hopeless) {
                book.change(slot, slot.task.failed(ExceptionCode.PREDECESSOR_FAILED, hopeless.reason(), now));
                book.end(slot);
                return false;
            }
            if (outlook instanceof Predecessors.Waits waits) {
                waits(slot, waits.reason());
                return false;
            }
        }
        return slot.mayStart(now);
    }

    private boolean begin(Slot slot, Instant now) {
        Runners.Choice choice = runners.choose(slot.task.info());
        if (choice.runner().isEmpty()) {
            waits(slot, choice.obstacles().get(0).message());
            slot.postpone(now);
            return false;
        }
        book.change(slot, slot.task.begun(now));
        RunContext context = new RunContext(slot.task, surroundings, new RunListener(slot, slot.task.round(), mailbox, this));
        ActiveRun run = new ActiveRun(slot.task.id(), choice.runner().get(), context, pool);
        slot.run = Optional.of(run);
        slot.started = now;
        slot.progress = slot.task.progress();
        run.start(slot.task.info()).whenComplete((done, error) -> mailbox.post(() -> {
            if (error != null && slot.run.filter(present -> present == run).isPresent()) {
                couldNotBegin(slot, error instanceof CompletionException ? error.getCause() : error);
            }
            return null;
        }));
        return true;
    }

    private void couldNotBegin(Slot slot, Throwable error) {
        String reason = error instanceof SluiceException ? error.getMessage() : "Its runner failed: " + error;
        if (error instanceof UnavailableException) {
            slot.postpone(book.now());
            suspend(slot, reason);
        } else {
            LOG.warn("Task {} could not begin", slot.task.id(), error);
            failed(slot, error instanceof SluiceException ? ExceptionCode.ENVIRONMENT_NOT_SUPPORTED : ExceptionCode.RUNNING_FAILED,
                    reason);
        }
        run();
    }

    void progressed(Slot slot, int percent) {
        slot.progress = OptionalInt.of(percent);
    }

    void sound(Slot slot) {
        slot.wentWell();
        if (slot.task.crashes() > 0) {
            slot.task = slot.task.sound();
            book.save(slot);
        }
    }

    void finished(Slot slot) {
        book.change(slot, slot.task.progress(OptionalInt.of(100), book.now()).state(TaskState.FINISHED, "", book.now()));
        book.end(slot);
        run();
    }

    void failed(Slot slot, int exceptionCode, String reason) {
        book.change(slot, slot.task.failed(exceptionCode, reason, book.now()));
        book.end(slot);
        run();
    }

    private static void waits(Slot slot, String reason) {
        if (!slot.task.reason().equals(reason)) {
            slot.task = slot.task.waiting(reason);
        }
    }
}
