package io.sluice.api.task;

import io.sluice.api.message.TaskDispatchInfo;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of work that this node can do, as a whiteboard service with property {@link #TYPES}: one more bundle adds one more.
 * When it goes, its runs are closed and their tasks wait; when it comes back, they go on from their checkpoints. Thread-safe.
 */
@ConsumerType
public interface TaskRunner {

    /** Service property: the types of task it runs, as in {@link io.sluice.api.message.TaskType}; a number or an array of them. */
    String TYPES = "task.types";

    /**
     * Whether a task could run here now. Takes and changes nothing; returns within a second.
     *
     * @param task of one of its types, each field checked against the standard
     * @return all that stands against it; empty where it can run
     */
    List<Obstacle> check(TaskDispatchInfo task);

    /**
     * Begins a task, from its {@linkplain TaskContext#checkpoint() checkpoint} where there is one. Returns once it is under way;
     * the work is done on threads of the runner.
     *
     * @throws io.sluice.api.error.SluiceException when it cannot begin; nothing is kept of it then
     */
    TaskRun start(TaskDispatchInfo task, TaskContext context);
}
