package io.sluice.executor.internal;

import io.sluice.api.message.ExceptionCode;
import io.sluice.api.task.Obstacle;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which task makes room for a more urgent one: the least urgent, of several alike the youngest. Stateless. */
final class Displacement {

    private static final Comparator<Slot> LEAST_URGENT = Comparator.comparingInt((Slot slot) -> slot.task.priority())
            .thenComparing(slot -> slot.task.order(), Comparator.reverseOrder());

    private Displacement() {}

    /** For a place, whatever runs there. */
    static Optional<Slot> forPlace(Slot urgent, Collection<Slot> all) {
        return all.stream().filter(slot -> yields(slot, urgent)).min(LEAST_URGENT);
    }

    /**
     * For what a runner lacks: only a task of the same type is sure to take the same. None where something else is in the way.
     *
     * @param obstacles why the urgent one cannot run
     */
    static Optional<Slot> forResources(Slot urgent, List<Obstacle> obstacles, Collection<Slot> all) {
        boolean room = obstacles.stream().allMatch(obstacle -> obstacle.exceptionCode() == ExceptionCode.RESOURCES_INSUFFICIENT);
        return room
                ? all.stream().filter(slot -> yields(slot, urgent)
                        && slot.task.given().taskType().equals(urgent.task.given().taskType())).min(LEAST_URGENT)
                : Optional.empty();
    }

    static String reason(Slot urgent, Slot yielding) {
        return "Paused to make room for task " + urgent.task.id() + " of priority " + urgent.task.priority() + " before its own "
                + yielding.task.priority() + "; goes on when there is room.";
    }

    private static boolean yields(Slot slot, Slot urgent) {
        return slot.run.isPresent() && slot.task.priority() < urgent.task.priority();
    }
}
