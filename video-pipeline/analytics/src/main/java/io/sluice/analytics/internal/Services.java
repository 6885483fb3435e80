package io.sluice.analytics.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.stream.StreamHub;
import java.util.Optional;

/** The services that come and go under an analysis. Counts their changes, so that its thread notices. Thread-safe. */
final class Services {

    /** One service that may be replaced. */
    final class Slot<T> {

        private T service;

        void set(T next) {
            synchronized (Services.this) {
                service = next;
                changed();
            }
        }

        /** Forgets a service, unless another has taken its place already. */
        void unset(T former) {
            synchronized (Services.this) {
                if (service == former) {
                    service = null;
                    changed();
                }
            }
        }

        Optional<T> get() {
            synchronized (Services.this) {
                return Optional.ofNullable(service);
            }
        }
    }

    final Slot<StreamHub> hub = new Slot<>();
    final Slot<Accelerator> accelerator = new Slot<>();
    final Slot<ModelRepository> models = new Slot<>();
    private long changes;

    /** Something changed, a model or a service: whoever waits looks again. */
    synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** How many changes there were so far. */
    synchronized long changes() {
        return changes;
    }

    /** Waits until there were more changes than known, or the time has passed. */
    synchronized void awaitChange(long known, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; changes == known && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
