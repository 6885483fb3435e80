package io.sluice.inbox.internal;

import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.TaskResultBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest results of this node's own tasks, in memory: elsewhere they go once their destinations have them. Bounded, the task that
 * told nothing for longest goes first. Thread-safe.
 */
final class Recent {

    private static final int EACH = 3;
    private static final int TASKS = 200;

    private final long mostBytes;
    private final Map<String, Made> tasks = new LinkedHashMap<>();
    private long bytes;
    private long next = 1;

    /** What one task made since the start. */
    private static final class Made {
        long count;
        final Deque<Result> latest = new ArrayDeque<>();
    }

    /** @param id counts them since the start */
    record Result(long id, TaskResultBody body) {}

    /** @param latest newest first */
    record Summary(String task, long results, List<Result> latest) {}

    Recent(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized void made(TaskResultBody body) {
        Made made = Optional.ofNullable(tasks.remove(body.taskId())).orElseGet(Made::new);
        tasks.put(body.taskId(), made);
        made.count++;
        made.latest.addFirst(new Result(next++, body));
        bytes += size(body);
        if (made.latest.size() > EACH) {
            bytes -= size(made.latest.removeLast().body());
        }
        while (tasks.size() > TASKS || bytes > mostBytes && tasks.size() > 1) {
            Made oldest = tasks.remove(tasks.keySet().iterator().next());
            oldest.latest.forEach(result -> bytes -= size(result.body()));
        }
    }

    synchronized List<Summary> tasks() {
        return tasks.entrySet().stream()
                .map(one -> new Summary(one.getKey(), one.getValue().count, List.copyOf(one.getValue().latest))).toList();
    }

    synchronized Optional<TaskResultBody> find(long id) {
        return tasks.values().stream().flatMap(made -> made.latest.stream()).filter(result -> result.id() == id)
                .map(Result::body).findFirst();
    }

    private static long size(TaskResultBody body) {
        return 1024L + Parts.of(body).stream().flatMap(part -> part.data().stream()).mapToLong(BinaryPart::length).sum();
    }
}
