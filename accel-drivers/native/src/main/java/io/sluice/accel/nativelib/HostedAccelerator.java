package io.sluice.accel.nativelib;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.UnavailableException;
import java.util.Optional;
import java.util.function.Consumer;

/** A device as {@link DriverHost} offers it: can be closed, and tells when it does not answer any more. */
public interface HostedAccelerator extends Accelerator, AutoCloseable {

    /** @param listener told, by any thread, when a call finds that the device does not answer any more; must return at once */
    void onLost(Consumer<UnavailableException> listener);

    /** What is to be said of it while it is offered; empty when it simply runs models. */
    default Optional<Condition> condition() {
        return Optional.empty();
    }

    /** @param listener told, by any thread, when {@link #condition()} has changed; must return at once */
    default void onChange(Runnable listener) {
        // Most have nothing to say.
    }

    /** From then on nothing can be loaded; sessions end after the runs in flight. Idempotent. */
    @Override
    void close();
}
