package io.sluice.runner.training.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import io.sluice.api.task.Trainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has tasks of training done by the trainer that their arguments name. When its bundle goes, a task waits, and goes on from its
 * checkpoint when one of that method is there again. Thread-safe.
 */
@Component(name = "io.sluice.runner.training", service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=7")
public final class TrainingRunner implements TaskRunner {

    static final String METHOD = "Method";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRunner.class);
    private static final long LOOK_EVERY_MILLIS = 1000;

    private final Trainers trainers = new Trainers();
    private final Set<TrainingRun> runs = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "training");
        made.setDaemon(true);
        return made;
    });

    @Activate
    public TrainingRunner() {
        thread.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Deactivate
    void deactivate() {
        thread.shutdown();
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        return trainers.find(method(task)).map(trainer -> trainer.check(task)).orElseGet(() -> List.of(absent(task)));
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        Trainer trainer = trainers.find(method(task)).orElseThrow(() -> {
            Obstacle absent = absent(task);
            return new RejectedException(absent.code(), absent.message(), "", null);
        });
        TrainingRun[] made = new TrainingRun[1];
        TrainingRun run = new TrainingRun(method(task), task, context, () -> runs.remove(made[0]));
        made[0] = run;
        run.go(trainer);
        runs.add(run);
        return run;
    }

    private Obstacle absent(TaskDispatchInfo task) {
        return new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.trainer.absent", "No trainer of this node has the method '"
                + method(task) + "'; there are: " + trainers.names() + ".");
    }

    private static String method(TaskDispatchInfo task) {
        return task.inputInfo().algArgs().orElse(JsonObject.EMPTY).text(METHOD).orElse("");
    }

    /** Has tasks go on whose trainer came back. */
    private void look() {
        for (TrainingRun run : runs) {
            Optional<Trainer> trainer = trainers.find(run.method());
            try {
                trainer.ifPresent(run::go);
            } catch (SluiceException later) {
                LOG.debug("A task of training waits", later);
            } catch (RuntimeException error) {
                LOG.error("A trainer for {} failed to begin", run.method(), error);
            }
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTrainer(Trainer trainer, Map<String, Object> properties) {
        if (properties.get(Trainer.METHOD) instanceof String method && !method.isBlank()) {
            trainers.add(trainer, method);
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("A trainer came as this stops", stopping);
            }
        } else {
            LOG.warn("A trainer without the property {} is left alone: {}", Trainer.METHOD, trainer);
        }
    }

    void unbindTrainer(Trainer trainer) {
        trainers.remove(trainer);
        // Its bundle may stop right after this: what it does must be over by then.
        runs.forEach(run -> run.leave(trainer));
    }
}
