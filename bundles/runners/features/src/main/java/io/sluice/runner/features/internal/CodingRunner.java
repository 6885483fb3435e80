package io.sluice.runner.features.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Runs tasks of feature encoding and decoding (clause 6.3 a), type 4). Stateless. */
@Component(name = "io.sluice.runner.features.coding", service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=4")
public final class CodingRunner implements TaskRunner {

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        try {
            return plan(task).input().obstacle(task).stream().toList();
        } catch (InvalidInputException wrong) {
            return List.of(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, wrong.code(), wrong.getMessage()));
        }
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        CodingPlan plan = plan(task);
        FeatureRun run = new FeatureRun(task.taskId(), plan.input(), new CodingWork(plan, context), arguments -> {
            CodingPlan changed = CodingPlan.of(task, arguments);
            plan.input().demandSame(changed.input());
            return new CodingWork(changed, context);
        }, context);
        run.begin();
        return run;
    }

    private static CodingPlan plan(TaskDispatchInfo task) {
        return CodingPlan.of(task, task.inputInfo().algArgs().orElse(JsonObject.EMPTY));
    }
}
