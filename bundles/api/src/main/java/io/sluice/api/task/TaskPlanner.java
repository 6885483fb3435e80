package io.sluice.api.task;

import io.sluice.api.message.TaskBasicInfo;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes requests for tasks (T/AI 116.6, tables 16 to 18) that this node cannot run by itself, to divide them and give the parts to
 * other nodes: a whiteboard service. Where there is none, such requests are refused. Thread-safe.
 */
@ConsumerType
public interface TaskPlanner {

    /** Whether it took the request of that id earlier; it is not run here then, even where it could be by now. */
    boolean knows(String taskId);

    /**
     * Takes a request, if it can be carried out. When this returns {@code true}, it survives a loss of power.
     *
     * @param sender id of the node that asks, which has proved who it is
     * @param taskId the same for the same request of the same sender, however often it comes
     * @return whether it was taken
     * @throws io.sluice.api.error.RejectedException when it cannot be carried out, with the reason
     * @throws io.sluice.api.error.UnavailableException when nothing can be taken at present
     */
    boolean take(String sender, String taskId, TaskBasicInfo request);
}
