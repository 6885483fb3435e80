package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All tasks of this node, as the database has them. What an order changed is there before the order is acknowledged; what a run
 * tells is written at once, and again until it is. {@link #find} and {@link #tasks} are for any thread, the rest for that of the
 * {@link Mailbox}.
 */
final class Book {

    private static final Logger LOG = LoggerFactory.getLogger(Book.class);

    private final RunContext.Surroundings surroundings;
    private final Reporter reporter;
    private final Executor pool;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private long orders;

    /** @param nanos the monotonic clock */
    Book(RunContext.Surroundings surroundings, Reporter reporter, Executor pool, Clock clock, LongSupplier nanos) {
        this.surroundings = surroundings;
        this.reporter = reporter;
        this.pool = pool;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Takes up what was accepted before the gateway ended. */
    void load() {
        for (TaskTable.Kept kept : surroundings.table().all()) {
            orders = Math.max(orders, kept.task().order() + 1);
            slots.put(kept.task().id(), new Slot(kept.task(), kept.reported(), kept.ran()));
        }
        surroundings.scratch().sweep(open().stream().map(slot -> slot.task.id()).toList());
    }

    Optional<Task> find(String id) {
        return slot(id).map(slot -> slot.task);
    }

    Optional<Slot> slot(String id) {
        return Optional.ofNullable(slots.get(id));
    }

    /** In order of acceptance. */
    List<Slot> tasks() {
        return slots.values().stream().sorted(Comparator.comparingLong(slot -> slot.task.order())).toList();
    }

    /** Those that have not ended. */
    List<Slot> open() {
        return slots.values().stream().filter(slot -> !slot.task.state().ended()).toList();
    }

    Instant now() {
        return clock.instant();
    }

    /** For durations: goes on evenly, wherever the other clock is set to. */
    long nanos() {
        return nanos.getAsLong();
    }

    long nextOrder() {
        return orders++;
    }

    /** They survive a loss of power when this returns. */
    void add(List<Task> accepted) {
        surroundings.table().insert(accepted);
        accepted.forEach(task -> slots.put(task.id(), new Slot(task, 0, Duration.ZERO)));
        accepted.forEach(task -> report(slots.get(task.id())));
    }

    /** A change that an order asked for: not made where it cannot be kept. */
    void durably(Slot slot, Task next) {
        surroundings.table().updateDurably(next);
        slot.task = next;
        slot.saved = next.revision();
        report(slot);
    }

    /** A change that has happened, whether it can be kept at once or not. */
    void change(Slot slot, Task next) {
        slot.task = next;
        save(slot);
        report(slot);
    }

    void save(Slot slot) {
        try {
            surroundings.table().update(slot.task);
            slot.saved = slot.task.revision();
        } catch (UnavailableException reported) {
            // Tried again by the clock.
            slot.saved = -1;
        }
    }

    /** How long it has run outlives the process too, but for the last seconds. */
    void saveRan(Slot slot) {
        try {
            surroundings.table().ran(slot.task.id(), slot.ran());
            slot.ranSaved();
        } catch (UnavailableException reported) {
            LOG.debug("How long task {} has run is written later", slot.task.id(), reported);
        }
    }

    void report(Slot slot) {
        if (slot.reported < slot.task.revision() && reporter.report(slot.task)) {
            slot.reported = slot.task.revision();
        }
    }

    /** Gives back all that a task which has ended took. */
    CompletableFuture<Void> end(Slot slot) {
        String id = slot.task.id();
        slot.ending = slot.closeRun().thenRunAsync(() -> {
            surroundings.scratch().delete(id);
            try {
                surroundings.table().forgetCheckpoint(id);
            } catch (UnavailableException reported) {
                LOG.debug("The checkpoint of task {} stays until the task is forgotten", id, reported);
            }
        }, pool);
        return slot.ending;
    }

    /** Forgets ended tasks that are old, or too many, once their senders were told. */
    void forget(Limits limits) {
        Instant now = now();
        List<Slot> ended = slots.values().stream().filter(slot -> slot.task.state().ended() && slot.reported >= slot.task.revision())
                .sorted(Comparator.comparing((Slot slot) -> slot.task.updated()).reversed()).toList();
        List<String> old = new ArrayList<>();
        for (int index = 0; index < ended.size(); index++) {
            Task task = ended.get(index).task;
            if (index >= limits.kept() || task.updated().plus(limits.keptFor()).isBefore(now)) {
                old.add(task.id());
            }
        }
        if (!old.isEmpty()) {
            try {
                surroundings.table().delete(old);
                old.forEach(slots::remove);
            } catch (UnavailableException reported) {
                LOG.debug("Nothing forgotten", reported);
            }
        }
    }

    /** Ends all runs; their tasks go on with the next start. */
    CompletableFuture<Void> close() {
        Collection<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Slot slot : slots.values()) {
            closing.add(slot.closeRun());
            if (slot.task.state() == TaskState.RUNNING) {
                // No crash: the next start finds it waiting.
                slot.task = slot.task.sound().state(TaskState.QUEUED, "Goes on after a restart.", clock.instant());
                save(slot);
            }
        }
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }
}
