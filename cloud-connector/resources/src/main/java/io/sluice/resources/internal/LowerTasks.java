package io.sluice.resources.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest state of each task that nodes below this one reported (table 32), since this process began; a query tells what came
 * before. As many nodes at most as may register here, and of each so many tasks as were reported last. Thread-safe.
 */
final class LowerTasks {

    private static final int MOST = 1000;

    private final Map<String, Map<String, TaskStatus>> nodes = new TreeMap<>();

    /** @throws RejectedException for another node than that which sent it; nothing is taken then */
    void take(String sender, List<DevTaskStatus> report) {
        for (DevTaskStatus one : report) {
            LowerReports.demandSame(sender, one.deviceId());
        }
        synchronized (nodes) {
            Map<String, TaskStatus> tasks = nodes.computeIfAbsent(sender, same -> new LinkedHashMap<>());
            for (DevTaskStatus one : report) {
                one.taskStatusList().orElse(List.of()).forEach(task -> {
                    tasks.remove(task.taskId());
                    tasks.put(task.taskId(), task);
                });
            }
            tasks.keySet().removeAll(tasks.keySet().stream().limit(Math.max(0, tasks.size() - MOST)).toList());
        }
    }

    /** By device id; those reported last stand at the end. */
    Map<String, List<TaskStatus>> all() {
        synchronized (nodes) {
            Map<String, List<TaskStatus>> all = new TreeMap<>();
            nodes.forEach((device, tasks) -> all.put(device, List.copyOf(tasks.values())));
            return all;
        }
    }
}
