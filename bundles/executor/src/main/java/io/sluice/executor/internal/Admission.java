package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.Dependency;
import io.sluice.api.task.Obstacle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whether tasks can be accepted, before anything is done with them (clause 7.6 d) 2)). Stateless. */
final class Admission {

    private final String own;
    private final Runners runners;

    Admission(String own, Runners runners) {
        this.own = own;
        this.runners = runners;
    }

    /**
     * @param known tasks of this node by id
     * @return those that are new; the others were accepted before and say the same
     * @throws InvalidInputException when what they ask for contradicts itself
     * @throws RejectedException when one cannot run here
     */
    List<TaskDispatchInfo> check(List<TaskDispatchInfo> tasks, Function<String, Optional<Task>> known, Instant now) {
        Map<String, TaskDispatchInfo> batch = new HashMap<>();
        for (int index = 0; index < tasks.size(); index++) {
            TaskDispatchInfo task = tasks.get(index);
            if (batch.put(task.taskId(), task) != null) {
                throw invalid(index, "TaskID", "stands twice in one dispatch: " + task.taskId());
            }
        }
        List<TaskDispatchInfo> fresh = new ArrayList<>();
        for (int index = 0; index < tasks.size(); index++) {
            TaskDispatchInfo task = tasks.get(index);
            Optional<Task> present = known.apply(task.taskId());
            if (present.isEmpty()) {
                checkConditions(index, task, now);
                checkDependencies(index, task, batch, known);
                fresh.add(task);
            } else if (!present.get().given().equals(task)) {
                throw invalid(index, "TaskID", "is that of another task: " + task.taskId());
            }
        }
        fresh.forEach(this::checkRunner);
        return fresh;
    }

    private static void checkConditions(int index, TaskDispatchInfo task, Instant now) {
        task.executionCond().flatMap(TaskDispatchInfo.ExecutionCond::extendedInfo).ifPresent(said -> {
            String path = "TaskDispatchList[" + index + "]/ExecutionCond/ExtendedInfo";
            TimeOuts.check(said, path);
            Needs.check(said, path);
        });
        Windows windows = Windows.of(task);
        windows.reversed().ifPresent(range -> {
            throw invalid(index, "ExecutionCond/TimeRange[" + range + "]", "ends before it begins");
        });
        if (windows.over(now)) {
            throw invalid(index, "ExecutionCond/TimeRange", "is over");
        }
    }

    private void checkDependencies(
            int index,
            TaskDispatchInfo task,
            Map<String, TaskDispatchInfo> batch,
            Function<String, Optional<Task>> known) {
        List<Dependency> all = Predecessors.all(task);
        for (int number = 0; number < all.size(); number++) {
            Dependency dependency = all.get(number);
            if (Predecessors.isLocal(dependency, own) && !batch.containsKey(dependency.taskId())
                    && known.apply(dependency.taskId()).isEmpty()) {
                throw invalid(index, "Dependencies[" + number + "]/TaskID", "is no task of this node: " + dependency.taskId());
            }
        }
        if (reaches(task, task.taskId(), batch, new HashSet<>())) {
            throw invalid(index, "Dependencies", "lead back to the task itself");
        }
    }

    private boolean reaches(TaskDispatchInfo from, String target, Map<String, TaskDispatchInfo> batch, Set<String> seen) {
        for (Dependency dependency : Predecessors.awaited(from)) {
            String id = dependency.taskId();
            if (!Predecessors.isLocal(dependency, own) || !batch.containsKey(id)) {
                continue;
            }
            if (id.equals(target) || seen.add(id) && reaches(batch.get(id), target, batch, seen)) {
                return true;
            }
        }
        return false;
    }

    private void checkRunner(TaskDispatchInfo task) {
        Runners.Choice choice = runners.choose(task);
        if (choice.runner().isEmpty()) {
            throw rejected(task.taskId(), choice.obstacles().get(0));
        }
    }

    static RejectedException rejected(String task, Obstacle obstacle) {
        return new RejectedException(obstacle.code(), task + ": " + obstacle.exceptionCode() + ": " + obstacle.message(),
                "Give the task to another node, or remove the obstacle.", null);
    }

    static RejectedException full(String task, int accepted) {
        return rejected(task, new Obstacle(ExceptionCode.RESOURCES_INSUFFICIENT, "executor.queue.full",
                accepted + " tasks that have not ended are accepted already, which is the most."));
    }

    private static InvalidInputException invalid(int index, String field, String what) {
        String path = "TaskDispatchList[" + index + "]/" + field;
        return new InvalidInputException("executor.task.invalid", path, path + " " + what + ".", "");
    }
}
