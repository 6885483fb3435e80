package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A runner whose runs do what the test says, and which notes what they were told. */
final class RecordingRunner implements TaskRunner {

    final List<Run> runs = new CopyOnWriteArrayList<>();
    volatile List<Obstacle> obstacles = List.of();
    volatile Supplier<RuntimeException> failure = () -> null;

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
            told.add("close");
        }
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        return obstacles;
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
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
