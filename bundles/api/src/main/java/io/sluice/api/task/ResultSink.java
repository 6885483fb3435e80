package io.sluice.api.task;

import io.sluice.api.message.TaskResultBody;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes results that other nodes sent to this one and no task here waits for: those of tasks that this node gave, to be kept,
 * shown and passed on. A whiteboard service; where there is none, such results are refused and stay with their sender. Thread-safe.
 */
@ConsumerType
public interface ResultSink {

    /**
     * Takes a result. When this returns it survives a loss of power. The same key of the same sender comes again where the
     * answer was lost, and changes nothing then.
     *
     * @param sender id of the node that sent it
     * @param key names it for its sender
     * @throws io.sluice.api.error.InvalidInputException when nobody here can use it, and sending it again will not help
     * @throws io.sluice.api.error.UnavailableException when it cannot be kept at present; the sender tries again
     */
    void take(String sender, String key, TaskResultBody result);
}
