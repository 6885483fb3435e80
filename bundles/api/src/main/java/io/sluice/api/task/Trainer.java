package io.sluice.api.task;

import io.sluice.api.message.TaskDispatchInfo;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What can train models, for tasks of type {@link io.sluice.api.message.TaskType#TRAINING}: a whiteboard service with property
 * {@link #METHOD}. The runner of that type looks after the task's life; a trainer only trains. Thread-safe.
 */
@ConsumerType
public interface Trainer {

    /** Service property: its name, as {@code AlgArgs/Method} of a task says it. */
    String METHOD = "trainer.method";

    /** As {@link TaskRunner#check}. */
    List<Obstacle> check(TaskDispatchInfo task);

    /**
     * Begins to train, from the checkpoint where there is one, on threads of its own. Progress, checkpoints and results go by the
     * context; the trained model is a result.
     */
    TaskRun start(TaskDispatchInfo task, TaskContext context);
}
