package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The way to the outbox, which may come and go. Thread-safe. */
final class Letters {

    private final AtomicReference<Outbox> outbox = new AtomicReference<>();

    void use(Outbox next) {
        outbox.set(next);
    }

    void drop(Outbox gone) {
        outbox.compareAndSet(gone, null);
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
