package io.sluice.runner.features.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs tasks of feature search (clause 6.3 a), type 9), and of gathering what is searched. Thread-safe. */
@Component(name = "io.sluice.runner.features.search", service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=9")
public final class SearchRunner implements TaskRunner {

    private final FeatureLibraries libraries;
    private final Clock clock;

    @Activate
    public SearchRunner(@Reference LibrariesComponent component) {
        this(component.libraries(), Clock.systemUTC());
    }

    SearchRunner(FeatureLibraries libraries, Clock clock) {
        this.libraries = libraries;
        this.clock = clock;
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        List<Obstacle> found = new ArrayList<>();
        try {
            SearchPlan plan = plan(task);
            plan.input().obstacle(task).ifPresent(found::add);
            unknown(plan).ifPresent(found::add);
        } catch (InvalidInputException wrong) {
            found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, wrong.code(), wrong.getMessage()));
        }
        return found;
    }

    private Optional<Obstacle> unknown(SearchPlan plan) {
        return plan.mode() == SearchPlan.Mode.GATHER || libraries.find(plan.library()).isPresent() ? Optional.empty()
                : Optional.of(new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "feature.library.unknown",
                        "There is no library " + plan.library() + "."));
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        SearchPlan plan = plan(task);
        FeatureRun run = new FeatureRun(task.taskId(), plan.input(), work(task, plan, context), arguments -> {
            SearchPlan changed = SearchPlan.of(task, arguments);
            plan.input().demandSame(changed.input());
            return work(task, changed, context);
        }, context);
        run.begin();
        return run;
    }

    private FeatureWork work(TaskDispatchInfo task, SearchPlan plan, TaskContext context) {
        if (plan.mode() == SearchPlan.Mode.SEARCH) {
            return new SearchWork(plan, libraries, context, clock);
        }
        GatherWork gathering = new GatherWork(task.taskId(), plan, libraries, clock);
        gathering.begin();
        return gathering;
    }

    private static SearchPlan plan(TaskDispatchInfo task) {
        return SearchPlan.of(task, task.inputInfo().algArgs().orElse(JsonObject.EMPTY));
    }
}
