package io.sluice.analytics.internal;

import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Placement;
import io.sluice.api.analysis.Operator;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.StageSpec;
import io.sluice.api.stream.StreamHub;
import java.util.HashMap;
import java.util.Map;
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
    private final Slot<Placement> placements = new Slot<>();
    private final Map<String, Operator> operators = new HashMap<>();
    private boolean placementSeen;
    private long changes;

    synchronized void setPlacement(Placement placement) {
        placementSeen = true;
        placements.set(placement);
    }

    void unsetPlacement(Placement placement) {
        placements.unset(placement);
    }

    /** Whether there ever was a placement: then its return is waited for, and nothing runs past it. */
    synchronized boolean placementSeen() {
        return placementSeen;
    }

    /** Who finds places for models: the placement, or in a gateway without it the accelerator itself. */
    synchronized Optional<Placement> placement() {
        return placementSeen ? placements.get() : accelerator.get().map(DirectPlacement::new);
    }

    synchronized void addOperator(String name, Operator operator) {
        operators.put(name, operator);
        changed();
    }

    synchronized void removeOperator(String name, Operator operator) {
        if (operators.remove(name, operator)) {
            changed();
        }
    }

    /** What makes up an algorithm at present. */
    synchronized Wanted wanted(AlgorithmDescriptor algorithm, Use use, Optional<Placement> placement) {
        Map<String, Operator> needed = new HashMap<>(operators);
        needed.keySet().retainAll(algorithm.stages().stream().map(StageSpec::uses).toList());
        return new Wanted(algorithm, use, algorithm.models().isEmpty() ? Optional.empty() : placement, needed);
    }

    /** Whether all that a loaded algorithm rests on is still there. */
    synchronized boolean offers(Wanted loaded) {
        boolean placed = loaded.placement().isEmpty()
                || loaded.placement().equals(placements.get())
                || loaded.placement().equals(accelerator.get().map(DirectPlacement::new));
        return placed && operators.entrySet().containsAll(loaded.operators().entrySet());
    }

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
