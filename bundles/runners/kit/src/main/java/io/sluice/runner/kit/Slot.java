package io.sluice.runner.kit;

import io.sluice.api.error.UnavailableException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One service that may come, be replaced and go. Thread-safe. */
public final class Slot<T> {

    private final AtomicReference<T> service = new AtomicReference<>();
    private final String name;

    /** @param name for people, as in "the gateway's part for ..." */
    public Slot(String name) {
        this.name = name;
    }

    public void set(T next) {
        service.set(next);
    }

    /** Does nothing where another has taken its place. */
    public void unset(T former) {
        service.compareAndSet(former, null);
    }

    public Optional<T> get() {
        return Optional.ofNullable(service.get());
    }

    /** @throws UnavailableException where it is away */
    public T require() {
        return get().orElseThrow(() -> new UnavailableException("runner.part.absent",
                "The gateway's part for " + name + " is away.", "It continues by itself; see the status of the bundles.", null));
    }
}
