package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A runner whose runs do what the test says, and which notes what they were told. */
final class RecordingRunner implements TaskRunner {

    final List<Run> runs = new CopyOnWriteArrayList<>();
    volatile List<Obstacle> obstacles = List.of();
    volatile Supplier<RuntimeException> failure = () -> null;
    /** Room for so many runs; the next is refused for want of it. */
    volatile int room = Integer.MAX_VALUE;
    /** What is called blocks until the test lets it go: {@code start}, {@code close} or {@code check} and the task's id. */
    final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

    CountDownLatch hold(String call, String task) {
        CountDownLatch latch = new CountDownLatch(1);
        held.put(call + " " + task, latch);
        return latch;
    }

    private void pass(String call, String task) {
        CountDownLatch latch = held.get(call + " " + task);
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    final class Run implements TaskRun {

        final TaskDispatchInfo task;
        final TaskContext context;
        final List<String> told = new CopyOnWriteArrayList<>();

        Run(TaskDispatchInfo task, TaskContext context) {
            this.task = task;
            this.context = context;
        }

        boolean closed() {
            return told.contains("close");
        }

        @Override
        public void pause() {
            told.add("pause");
        }

        @Override
        public void resume() {
            told.add("resume");
        }

        @Override
        public void change(JsonObject arguments) {
            if (arguments.isEmpty()) {
                throw new InvalidInputException("test.arguments", "AlgArgs", "Arguments are needed.", "");
            }
            told.add("change " + arguments.text("Word").orElse(""));
        }

        @Override
        public void take(TaskResultBody result) {
            told.add("take " + result.taskId() + "@" + result.ts());
        }

        @Override
        public JsonObject occupied() {
            return JsonObject.builder().put("CpuPercent", 12).build();
        }

        @Override
        public void close() {
            pass("close", task.taskId());
            told.add("close");
        }
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        pass("check", task.taskId());
        if (runs.stream().filter(run -> !run.closed()).count() >= room) {
            return List.of(new Obstacle(ExceptionCode.RESOURCES_INSUFFICIENT, "test.full", "no room for another"));
        }
        return obstacles;
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        pass("start", task.taskId());
        RuntimeException error = failure.get();
        if (error != null) {
            throw error;
        }
        Run run = new Run(task, context);
        runs.add(run);
        return run;
    }

    List<Run> of(String task) {
        return runs.stream().filter(run -> run.task.taskId().equals(task)).toList();
    }

    Run latest(String task) {
        List<Run> all = new ArrayList<>(of(task));
        return all.get(all.size() - 1);
    }
}
