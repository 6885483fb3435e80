package io.sluice.runner.aggregation.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Works on the results of the tasks that a task depends on, of this node and of others. Thread-safe. */
@Component(name = "io.sluice.runner.aggregation", service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=10")
public final class AggregationRunner implements TaskRunner {

    private static final int MOST_SOURCES = 64;

    private final Clock clock = Clock.systemUTC();

    @Activate
    public AggregationRunner() {
        // Needs nothing but what the executor gives.
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        List<Obstacle> found = new ArrayList<>();
        int sources = sources(task).size();
        if (sources == 0 || sources > MOST_SOURCES) {
            found.add(new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "runner.inputs.count",
                    "A task of aggregation works on the results of the 1 to " + MOST_SOURCES + " tasks that Dependencies names, not of "
                            + sources + "."));
        }
        try {
            Wish.of(arguments(task));
        } catch (InvalidInputException wrong) {
            found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.arguments.invalid", wrong.getMessage()));
        }
        return found;
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        AggregationRun run = new AggregationRun(Wish.of(arguments(task)), sources(task), context, clock, System::nanoTime);
        run.begin();
        return run;
    }

    private static List<String> sources(TaskDispatchInfo task) {
        return task.dependencies().orElse(List.of()).stream().map(TaskDispatchInfo.Dependency::taskId).distinct().toList();
    }

    private static JsonObject arguments(TaskDispatchInfo task) {
        return task.inputInfo().algArgs().orElse(JsonObject.EMPTY);
    }
}
