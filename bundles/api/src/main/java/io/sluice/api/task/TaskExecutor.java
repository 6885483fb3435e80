package io.sluice.api.task;

import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import java.util.Collection;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Runs tasks on this node (T/AI 116.6, clause 7.6). Thread-safe. */
@ProviderType
public interface TaskExecutor {

    /**
     * Accepts tasks, all of them or none. When this returns they survive a loss of power. A task that was accepted before is
     * accepted again where it says the same, and nothing changes.
     *
     * @param sender id of the node that gives them; empty for this one
     * @throws io.sluice.api.error.RejectedException when one of them cannot run here; the message begins with its id and the
     *     standard's exception code
     * @throws io.sluice.api.error.InvalidInputException when what they ask for contradicts itself, or another task has the id
     * @throws io.sluice.api.error.UnavailableException when nothing can be accepted at present
     */
    void dispatch(String sender, List<TaskDispatchInfo> tasks);

    /**
     * Starts, stops, pauses, continues tasks or changes their arguments, in order. Ends at the first that fails.
     *
     * @throws io.sluice.api.error.NotFoundException when there is no such task
     * @throws io.sluice.api.error.InvalidInputException when arguments are wrong
     * @throws io.sluice.api.error.RejectedException when the task is in no state for it
     */
    void control(String sender, List<OpsControl> operations);

    /**
     * A result of another task for one that runs here.
     *
     * @throws io.sluice.api.error.NotFoundException when there is none that waits for it
     */
    void deliver(String sender, TaskResultBody result);

    /** Of the tasks named, those there are, ended ones included for as long as they are kept; of all where none is named. */
    List<TaskStatus> statuses(Collection<String> taskIds);
}
