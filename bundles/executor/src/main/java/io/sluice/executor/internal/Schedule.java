package io.sluice.executor.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.task.Obstacle;
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
import java.util.concurrent.TimeUnit;
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
    /** So long at most is waited for room that another task makes. */
    private static final long ROOM_SECONDS = 10;
    private static final Duration USE_PATIENCE = Duration.ofSeconds(1);
    private static final Comparator<Slot> ORDER = Comparator.comparingInt((Slot slot) -> -slot.task.priority())
            .thenComparingLong(slot -> slot.task.order());

    private final Book book;
    private final RunContext.Surroundings surroundings;
    private final Runners runners;
    private final Mailbox mailbox;
    private final Executor pool;
    private final Hanging hanging;
    private final RunThreads threads = new RunThreads();
    private Limits limits;

    Schedule(Book book, RunContext.Surroundings surroundings, Runners runners, Mailbox mailbox, Executor pool, Hanging hanging,
            Limits limits) {
        this.book = book;
        this.surroundings = surroundings;
        this.runners = runners;
        this.mailbox = mailbox;
        this.pool = pool;
        this.hanging = hanging;
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
                closing.add(suspend(slot, TaskState.QUEUED, "Its runner has gone; waits for it."));
            }
        }
        run();
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    /** A paused task stays paused, without a run. */
    private CompletableFuture<Void> suspend(Slot slot, TaskState state, String reason) {
        slot.closeRun();
        if (slot.task.state() == TaskState.RUNNING) {
            book.change(slot, slot.task.sound().state(state, reason, book.now()));
        }
        return slot.ending;
    }

    /** To be called every second: times come and go, what failed is tried again, what is old is forgotten. */
    void tick() {
        for (Slot slot : book.tasks()) {
            slot.look(book.nanos());
            if (!slot.task.state().ended()) {
                Watch.fault(slot, limits).ifPresent(fault -> failed(slot, ExceptionCode.RUNNING_FAILED, fault));
            }
            if (slot.run.isPresent() && slot.task.crashes() > 0 && slot.presentRun().compareTo(SOUND) >= 0) {
                sound(slot);
            }
            if (slot.run.isPresent() && !slot.progress.equals(slot.task.progress()) && slot.untold().compareTo(PROGRESS_EVERY) >= 0) {
                slot.told();
                book.change(slot, slot.task.progress(slot.progress, book.now()));
            }
            if (slot.ranUnsaved()) {
                book.saveRan(slot);
            }
            if (slot.saved != slot.task.revision()) {
                book.save(slot);
            }
            book.report(slot);
        }
        hanging.tell(book.tasks().stream().filter(slot -> slot.leaving.flatMap(run -> run.hung(limits.hang())).isPresent())
                .map(slot -> slot.task.id()).toList());
        book.forget(limits);
        run();
    }

    /** Starts what may run, ends what may not any more. */
    void run() {
        Instant now = book.now();
        book.open().forEach(slot -> watchTimes(slot, now));
        for (Slot slot : book.tasks().stream().filter(each -> each.task.state().waits()).sorted(ORDER).toList()) {
            if (!slot.room.isDone()) {
                continue;
            }
            if (!mayRun(slot, now)) {
                slot.clearing = false;
            } else if (running() < limits.concurrent() || displace(slot)) {
                begin(slot, now);
            } else {
                waits(slot, "Waits for one of " + limits.concurrent() + " places.");
            }
        }
    }

    private long running() {
        return book.tasks().stream().filter(slot -> slot.run.isPresent()).count();
    }

    /** @return whether there is a place now */
    private boolean displace(Slot slot) {
        if (!limits.displace() || running() > limits.concurrent()) {
            return false;
        }
        Optional<Slot> yielding = Displacement.forPlace(slot, book.tasks());
        yielding.ifPresent(other -> suspend(other, TaskState.YIELDED, Displacement.reason(slot, other)));
        return yielding.isPresent();
    }

    /** Has another task give back what a runner lacks; it is tried again when that is done. */
    private boolean makeRoom(Slot slot, List<Obstacle> obstacles) {
        if (!limits.displace() || !slot.mayDisplace(book.nanos())) {
            return false;
        }
        Optional<Slot> yielding = Displacement.forResources(slot, obstacles, book.tasks());
        if (yielding.isEmpty()) {
            if (slot.clearing) {
                slot.displacedInVain(book.nanos());
            }
            return false;
        }
        Slot other = yielding.get();
        slot.clearing = true;
        other.yieldedTo = Optional.of(slot);
        slot.room = suspend(other, TaskState.YIELDED, Displacement.reason(slot, other)).copy()
                .completeOnTimeout(null, ROOM_SECONDS, TimeUnit.SECONDS);
        slot.room.thenRun(() -> mailbox.post(() -> {
            run();
            return null;
        }));
        return true;
    }

    private void watchTimes(Slot slot, Instant now) {
        Windows windows = Windows.of(slot.task.given());
        if (windows.over(now)) {
            book.change(slot, slot.task.state(TaskState.FINISHED, "Its time is over.", now));
            end(slot);
        } else if (slot.run.isPresent() && !windows.open(now)) {
            suspend(slot, TaskState.QUEUED, "Waits for its next time.");
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
                end(slot);
                return false;
            }
            if (outlook instanceof Predecessors.Waits waits) {
                waits(slot, waits.reason());
                return false;
            }
        }
        if (slot.yieldedTo.filter(Slot::isClearing).isPresent()) {
            return false;
        }
        return slot.mayStart(book.nanos());
    }

    private void begin(Slot slot, Instant now) {
        Runners.Choice choice = runners.choose(slot.task.info());
        if (choice.runner().isEmpty()) {
            waits(slot, choice.obstacles().get(0).message());
            if (!makeRoom(slot, choice.obstacles())) {
                slot.postpone(book.nanos());
            }
            return;
        }
        slot.yieldedTo = Optional.empty();
        book.change(slot, slot.task.begun(now));
        RunContext context = new RunContext(slot.task, surroundings, new RunListener(slot, slot.task.round(), mailbox, this));
        ActiveRun run = new ActiveRun(slot.task.id(), choice.runner().get(), context, threads.lane(),
                new Impatient<>(pool, USE_PATIENCE), book::nanos);
        slot.begins(run, book.nanos());
        slot.meter.follow(run.threads());
        run.start(slot.task.info()).whenComplete((done, error) -> mailbox.post(() -> {
            // Before that, who made room could still be told that there is some.
            slot.clearing = false;
            if (error != null && slot.run.filter(present -> present == run).isPresent()) {
                couldNotBegin(slot, error instanceof CompletionException ? error.getCause() : error);
            }
            return null;
        }));
    }

    private void couldNotBegin(Slot slot, Throwable error) {
        String reason = error instanceof SluiceException ? error.getMessage() : "Its runner failed: " + error;
        if (error instanceof UnavailableException) {
            slot.postpone(book.nanos());
            suspend(slot, TaskState.QUEUED, reason);
        } else {
            LOG.warn("Task {} could not begin", slot.task.id(), error);
            failed(slot, error instanceof SluiceException ? ExceptionCode.ENVIRONMENT_NOT_SUPPORTED : ExceptionCode.RUNNING_FAILED,
                    reason);
        }
        run();
    }

    /** Gives back all that a task which has ended took; who yielded is then tried again at once. */
    CompletableFuture<Void> end(Slot slot) {
        CompletableFuture<Void> over = book.end(slot);
        over.whenComplete((done, error) -> mailbox.post(() -> {
            book.open().stream().filter(each -> each.task.state() == TaskState.YIELDED).forEach(Slot::wentWell);
            run();
            return null;
        }));
        return over;
    }

    void progressed(Slot slot, int percent) {
        OptionalInt told = OptionalInt.of(percent);
        if (!told.equals(slot.progress)) {
            slot.sign();
        }
        slot.progress = told;
    }

    /** It has a new checkpoint. */
    void saved(Slot slot) {
        slot.sign();
        sound(slot);
    }

    private void sound(Slot slot) {
        slot.wentWell();
        if (slot.task.crashes() > 0) {
            slot.task = slot.task.sound();
            book.save(slot);
        }
    }

    void finished(Slot slot) {
        book.change(slot, slot.task.progress(OptionalInt.of(100), book.now()).state(TaskState.FINISHED, "", book.now()));
        end(slot);
        run();
    }

    void failed(Slot slot, int exceptionCode, String reason) {
        book.change(slot, slot.task.failed(exceptionCode, reason, book.now()));
        end(slot);
        run();
    }

    private static void waits(Slot slot, String reason) {
        // Who yielded says so until it goes on.
        if (slot.task.state() != TaskState.YIELDED && !slot.task.reason().equals(reason)) {
            slot.task = slot.task.waiting(reason);
        }
    }
}
