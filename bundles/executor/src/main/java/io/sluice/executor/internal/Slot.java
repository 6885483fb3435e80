package io.sluice.executor.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A task in the hands of {@link Life}, used on its thread only, but for {@link #task}. */
final class Slot {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** As it is now; read by whoever asks for states. */
    volatile Task task;
    volatile Optional<ActiveRun> run = Optional.empty();
    /** Done when the former run has given back all it took: no two runs of a task meet. */
    CompletableFuture<Void> ending = CompletableFuture.completedFuture(null);
    /** When the present run was begun. */
    Instant started = Instant.MIN;
    /** What the run told last; in the task some seconds later. */
    OptionalInt progress = OptionalInt.empty();
    /** Ids of tasks elsewhere of which a result came. */
    final Set<String> arrived = new HashSet<>();
    /** What the database has of it. */
    long saved;
    /** Up to which revision the sender's outbox has it. */
    long reported;
    private Instant notBefore = Instant.MIN;
    private Duration pause = FIRST_PAUSE;

    Slot(Task task, long reported) {
        this.task = task;
        this.saved = task.revision();
        this.reported = reported;
    }

    boolean mayStart(Instant now) {
        return ending.isDone() && !now.isBefore(notBefore);
    }

    /** It could not begin: it is tried again, each time later. */
    void postpone(Instant now) {
        notBefore = now.plus(pause);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    void wentWell() {
        notBefore = Instant.MIN;
        pause = FIRST_PAUSE;
    }
}
