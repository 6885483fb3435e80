package io.sluice.executor.internal;

import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.Dependency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The tasks that come before a task (table 20, Dependencies). The standard does not say what of them is awaited: a dependency whose
 * ExtendedInfo has {@code "Kind": "data"} only names where data comes from, and is not awaited; any other must have ended well where
 * it runs on this node, and must have sent a first result where it runs on another.
 */
final class Predecessors {

    private static final String KIND = "Kind";
    private static final String DATA = "data";

    private Predecessors() {}

    /** Whether a task may begin, cannot begin any more, or waits. */
    sealed interface Outlook {}

    record Clear() implements Outlook {}

    record Waits(String reason) implements Outlook {}

    record Hopeless(String reason) implements Outlook {}

    /**
     * @param own id of this node
     * @param tasks of this node by id
     * @param arrived ids of tasks of which a result came
     */
    static Outlook look(
            TaskDispatchInfo task, String own, Function<String, Optional<Task>> tasks, Set<String> arrived) {
        Outlook outlook = new Clear();
        for (Dependency dependency : awaited(task)) {
            Outlook one = isLocal(dependency, own)
                    ? local(dependency, tasks.apply(dependency.taskId()))
                    : remote(dependency, arrived);
            if (one instanceof Hopeless) {
                return one;
            }
            if (one instanceof Waits) {
                outlook = one;
            }
        }
        return outlook;
    }

    static List<Dependency> all(TaskDispatchInfo task) {
        return task.dependencies().orElse(List.of());
    }

    static List<Dependency> awaited(TaskDispatchInfo task) {
        return all(task).stream()
                .filter(dependency -> !dependency.extendedInfo().flatMap(info -> info.text(KIND)).orElse("").equals(DATA)).toList();
    }

    static boolean isLocal(Dependency dependency, String own) {
        return dependency.deviceId().isEmpty() || dependency.deviceId().get().equals(own);
    }

    private static Outlook local(Dependency dependency, Optional<Task> task) {
        String id = dependency.taskId();
        if (task.isEmpty()) {
            return new Hopeless("Its predecessor " + id + " is not known any more.");
        }
        return switch (task.get().state()) {
            case FINISHED -> new Clear();
            case FAILED -> new Hopeless("Its predecessor " + id + " failed.");
            case STOPPED -> new Hopeless("Its predecessor " + id + " was stopped.");
            default -> new Waits("Waits for its predecessor " + id + ".");
        };
    }

    private static Outlook remote(Dependency dependency, Set<String> arrived) {
        return arrived.contains(dependency.taskId())
                ? new Clear()
                : new Waits("Waits for the first result of its predecessor " + dependency.taskId() + ".");
    }
}
