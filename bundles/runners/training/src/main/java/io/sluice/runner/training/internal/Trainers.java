package io.sluice.runner.training.internal;

import io.sluice.api.task.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The trainers that are there, by the method they are asked for; of two of one method the first that came. Thread-safe. */
final class Trainers {

    private final List<Known> known = new CopyOnWriteArrayList<>();

    private record Known(Trainer trainer, String method) {}

    void add(Trainer trainer, String method) {
        known.add(new Known(trainer, method));
    }

    void remove(Trainer trainer) {
        known.removeIf(one -> one.trainer() == trainer);
    }

    Optional<Trainer> find(String method) {
        return known.stream().filter(one -> one.method().equals(method)).map(Known::trainer).findFirst();
    }

    /** For people. */
    String names() {
        return known.isEmpty() ? "none" : known.stream().map(Known::method).distinct().sorted().collect(Collectors.joining(", "));
    }
}
