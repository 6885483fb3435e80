package io.sluice.executor.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runners there are, which come and go. Thread-safe. */
final class Runners {

    private static final Logger LOG = LoggerFactory.getLogger(Runners.class);

    /** They answer within a second; who needs more is busy, who needs so long hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Executor pool;
    private final AtomicReference<NodeResources> figures = new AtomicReference<>();

    private record Entry(TaskRunner runner, Set<Integer> types, Impatient<List<Obstacle>> asked) {}

    /** @param pool for calls of runners, which may hang */
    Runners(Executor pool) {
        this.pool = pool;
    }

    /** A runner that can take a task now, or why none can. */
    record Choice(Optional<TaskRunner> runner, List<Obstacle> obstacles) {}

    void use(NodeResources next) {
        figures.set(next);
    }

    void drop(NodeResources gone) {
        figures.compareAndSet(gone, null);
    }

    void add(TaskRunner runner, Map<String, Object> properties) {
        entries.add(new Entry(runner, types(properties.get(TaskRunner.TYPES)), new Impatient<>(pool, PATIENCE)));
    }

    void remove(TaskRunner runner) {
        entries.removeIf(entry -> entry.runner() == runner);
    }

    /** A task that names no type is for whichever runner can take it. */
    Choice choose(TaskDispatchInfo task) {
        List<Obstacle> obstacles = new ArrayList<>(Needs.unmet(task, Optional.ofNullable(figures.get())));
        if (!obstacles.isEmpty()) {
            return new Choice(Optional.empty(), obstacles);
        }
        for (Entry entry : entries) {
            if (task.taskType().isEmpty() || entry.types().contains(task.taskType().getAsInt())) {
                List<Obstacle> found = check(entry, task);
                if (found.isEmpty()) {
                    return new Choice(Optional.of(entry.runner()), List.of());
                }
                obstacles.addAll(found);
            }
        }
        return new Choice(Optional.empty(), obstacles.isEmpty() ? List.of(noRunner(task)) : obstacles);
    }

    private static List<Obstacle> check(Entry entry, TaskDispatchInfo task) {
        return entry.asked().ask(() -> answer(entry.runner(), task)).orElseGet(() -> List.of(new Obstacle(
                ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "executor.runner.failed", "The runner does not answer whether it can run it.")));
    }

    private static List<Obstacle> answer(TaskRunner runner, TaskDispatchInfo task) {
        try {
            return runner.check(task);
        } catch (RuntimeException error) {
            LOG.error("A runner failed to check a task", error);
            return List.of(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "executor.runner.failed",
                    "The runner failed to check it: " + error));
        }
    }

    private Obstacle noRunner(TaskDispatchInfo task) {
        Set<Integer> known = entries.stream().flatMap(entry -> entry.types().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        String wanted = task.taskType().isPresent() ? "type " + task.taskType().getAsInt() : "any type";
        return new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "executor.runner.absent",
                "No runner for tasks of " + wanted + " is there; there are runners for types " + known + ".");
    }

    private static Set<Integer> types(Object property) {
        if (property instanceof Number one) {
            return Set.of(one.intValue());
        }
        if (property instanceof int[] several) {
            return Arrays.stream(several).boxed().collect(Collectors.toSet());
        }
        if (property instanceof Integer[] several) {
            return Set.of(several);
        }
        return Set.of();
    }
}
