package io.sluice.trainer.linear.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.Trainer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Trains linear classifiers on feature vectors with labels, which the tasks that a task depends on send. Thread-safe. */
@Component(name = "io.sluice.trainer.linear", service = Trainer.class, property = Trainer.METHOD + "=linear-probe")
public final class LinearTrainer implements Trainer {

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        List<Obstacle> found = new ArrayList<>();
        if (task.dependencies().orElse(List.of()).isEmpty()) {
            found.add(new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "trainer.samples.absent",
                    "Dependencies names no task whose results are the samples."));
        }
        try {
            wish(task);
        } catch (InvalidInputException wrong) {
            found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, wrong.code(), wrong.getMessage()));
        }
        return found;
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        LinearRun run = new LinearRun(wish(task), context, Clock.systemUTC());
        run.begin();
        return run;
    }

    private static Wish wish(TaskDispatchInfo task) {
        return Wish.of(task.inputInfo().algArgs().orElse(JsonObject.EMPTY));
    }
}
