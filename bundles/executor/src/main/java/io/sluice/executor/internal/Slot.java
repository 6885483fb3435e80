package io.sluice.executor.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A task in the hands of the {@link Schedule}, used on the thread of the {@link Mailbox} only, but for {@link #task}, {@link #run} and
 * {@link #meter}. Durations are counted by the monotonic clock: the other may be set at any time.
 */
final class Slot {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** So much of a run may be forgotten by a crash. */
    private static final Duration RAN_EVERY = Duration.ofSeconds(10);
    private static final Duration IN_VAIN = Duration.ofMinutes(10);

    /** As it is now; read by whoever asks for states. */
    volatile Task task;
    volatile Optional<ActiveRun> run = Optional.empty();
    /** What it has taken so far. */
    final Meter meter = new Meter();
    /** Done when the former run has given back all it took: no two runs of a task meet. */
    CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);
    /** The run that is ending; the last that did. */
    Optional<ActiveRun> leaving = Optional.empty();
    /** What the run told last; in the task some seconds later. */
    OptionalInt progress = OptionalInt.empty();
    /** Ids of tasks elsewhere of which a result came. */
    final Set<String> arrived = new HashSet<>();
    /** What the database has of it. */
    long saved;
    /** Up to which revision the sender's outbox has it. */
    long reported;
    /** How long it has run in this round. */
    private long ranNanos;
    private long ranSavedNanos;
    /** How long it has run since the present run began. */
    private long presentNanos;
    /** How long it has run since the last sign of progress. */
    private long silentNanos;
    private long untoldNanos;
    private long looked;
    /** Where it yielded: to whom. */
    Optional<Slot> yieldedTo = Optional.empty();
    /** Done when who yields to it has given back what it took, or takes too long over it. */
    CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    /** Whether others yield to it at present: they must not begin again before it did. */
    boolean clearing;
    private Optional<Long> displacesAfter = Optional.empty();
    private Optional<Long> notBefore = Optional.empty();
    private Duration pause = FIRST_PAUSE;

    /** @param ran in its present round, before */
    Slot(Task task, long reported, Duration ran) {
        ranNanos = ran.toNanos();
        ranSavedNanos = ranNanos;
        this.task = task;
        this.saved = task.revision();
        this.reported = reported;
    }

    /** A run begins. */
    void begins(ActiveRun next, long nanos) {
        run = Optional.of(next);
        progress = task.progress();
        looked = nanos;
        presentNanos = 0;
        silentNanos = 0;
        untoldNanos = 0;
    }

    /** The run is no longer the task's, but may still be giving back what it took. */
    CompletableFuture<Void> closeRun() {
        run.ifPresent(present -> {
            leaving = run;
            ending = present.close();
        });
        run = Optional.empty();
        return ending;
    }

    /** Counts the time since the last look; to be called every second. */
    void look(long nanos) {
        long passed = nanos - looked;
        looked = nanos;
        untoldNanos += passed;
        if (run.isPresent() && task.state() == TaskState.RUNNING) {
            ranNanos += passed;
            presentNanos += passed;
            silentNanos += passed;
            meter.look();
        }
    }

    /** It has come further, whatever that means to it. */
    void sign() {
        silentNanos = 0;
    }

    /** Its progress is told now. */
    void told() {
        untoldNanos = 0;
    }

    Duration ran() {
        return Duration.ofNanos(ranNanos);
    }

    /** Whether so much of it is not in the database yet that it is worth writing. */
    boolean ranUnsaved() {
        return Math.abs(ranNanos - ranSavedNanos) >= RAN_EVERY.toNanos();
    }

    void ranSaved() {
        ranSavedNanos = ranNanos;
    }

    Duration presentRun() {
        return Duration.ofNanos(presentNanos);
    }

    Duration silent() {
        return Duration.ofNanos(silentNanos);
    }

    Duration untold() {
        return Duration.ofNanos(untoldNanos);
    }

    boolean mayStart(long nanos) {
        return ending.isDone() && notBefore.map(time -> nanos - time >= 0).orElse(true);
    }

    /** It could not begin: it is tried again, each time later. */
    void postpone(long nanos) {
        notBefore = Optional.of(nanos + pause.toNanos());
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    void wentWell() {
        notBefore = Optional.empty();
        pause = FIRST_PAUSE;
    }

    boolean isClearing() {
        return clearing && (task.state().waits() || task.state() == TaskState.RUNNING);
    }

    boolean mayDisplace(long nanos) {
        return displacesAfter.map(time -> nanos - time >= 0).orElse(true);
    }

    /** All that could yielded, and it could not begin: they need not again for a while. */
    void displacedInVain(long nanos) {
        clearing = false;
        displacesAfter = Optional.of(nanos + IN_VAIN.toNanos());
    }

    /** From its beginning. */
    void anew() {
        arrived.clear();
        ranNanos = 0;
        wentWell();
    }
}
