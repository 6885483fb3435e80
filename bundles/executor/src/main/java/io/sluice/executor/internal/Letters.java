package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.PartStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The way to the outbox, and to the store of big parts, which may come and go. Thread-safe. */
final class Letters {

    private final AtomicReference<Outbox> outbox = new AtomicReference<>();
    private final AtomicReference<PartStore> parts = new AtomicReference<>();

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
