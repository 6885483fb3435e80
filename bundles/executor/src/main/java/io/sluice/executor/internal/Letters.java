package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.event.Topics;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.PartStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** The way to the outbox, to the store of big parts and to who follows on this node, which may come and go. Thread-safe. */
final class Letters {

    private final AtomicReference<Outbox> outbox = new AtomicReference<>();
    private final AtomicReference<PartStore> parts = new AtomicReference<>();
    private final AtomicReference<EventAdmin> events = new AtomicReference<>();

    void use(Outbox next) {
        outbox.set(next);
    }

    void drop(Outbox gone) {
        outbox.compareAndSet(gone, null);
    }

    void use(PartStore next) {
        parts.set(next);
    }

    void drop(PartStore gone) {
        parts.compareAndSet(gone, null);
    }

    /** Empty where big parts travel within their results. */
    Optional<PartStore> parts() {
        return Optional.ofNullable(parts.get());
    }

    void use(EventAdmin next) {
        events.set(next);
    }

    void drop(EventAdmin gone) {
        events.compareAndSet(gone, null);
    }

    /** Tells those on this node who follow what its tasks make; returns at once. */
    void announce(TaskResultBody made) {
        Optional.ofNullable(events.get())
                .ifPresent(present -> present.postEvent(new Event(Topics.TASK_RESULT_MADE, Map.of(Topics.PAYLOAD, made))));
    }

    /** @throws UnavailableException when none was taken */
    void put(List<Letter> letters) {
        Outbox present = outbox.get();
        if (present == null) {
            throw new UnavailableException("executor.outbox.absent", "Nothing can leave this node: there is no outbox.",
                    "See whether the outbox's bundle is active.", null);
        }
        present.put(letters);
    }
}
