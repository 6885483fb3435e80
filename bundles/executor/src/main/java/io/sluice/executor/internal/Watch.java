package io.sluice.executor.internal;

import java.time.Duration;
import java.util.Optional;

/** Why a task that runs must be given up: it takes too long, makes no progress, or its runner hangs. Stateless. */
final class Watch {

    private Watch() {}

    static Optional<String> fault(Slot slot, Limits limits) {
        Optional<String> hung = slot.run.flatMap(run -> run.hung(limits.hang()));
        if (hung.isPresent()) {
            return Optional.of("Its runner has not returned from " + hung.get() + " within " + text(limits.hang()) + ", and was given up.");
        }
        if (slot.run.isEmpty()) {
            // Its former run keeps what the task needs; what it has ended already is only told as the node's status.
            return slot.leaving.flatMap(run -> run.hung(limits.hang())).map(call -> "Its former run has not returned from " + call
                    + " within " + text(limits.hang()) + ".");
        }
        if (slot.task.state() != TaskState.RUNNING) {
            return Optional.empty();
        }
        TimeOuts may = TimeOuts.of(slot.task.given(), limits);
        return may.run().filter(most -> slot.ran().compareTo(most) >= 0)
                .map(most -> "It ran for " + text(most) + ", which is the longest that it may.")
                .or(() -> may.silence().filter(most -> slot.silent().compareTo(most) >= 0)
                        .map(most -> "No progress, checkpoint or result of it came for " + text(most) + "."));
    }

    private static String text(Duration time) {
        return time.toSeconds() + " s";
    }
}
