package io.sluice.api.task;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A task at work. Called by one thread at a time; each call returns within seconds. After it has told its context that it
 * finished or failed, only {@link #close()} follows.
 */
@ConsumerType
public interface TaskRun extends AutoCloseable {

    /** Stops working until {@link #resume()}, keeping what it has; gives back processor and accelerator meanwhile. */
    void pause();

    void resume();

    /**
     * Other arguments from now on.
     *
     * @param arguments all of them, not the changed ones only
     * @throws io.sluice.api.error.InvalidInputException when they are wrong; it goes on with the former ones
     */
    void change(JsonObject arguments);

    /**
     * A result of another task that was sent to this one.
     *
     * @throws io.sluice.api.error.SluiceException when it cannot be taken; the sender is told, and may send it again
     */
    void take(TaskResultBody result);

    /** What it takes at present, measured: a member for each, with its unit in the name, such as {@code CpuPercent}. */
    JsonObject occupied();

    /** Ends the work, wherever it is, and gives back all it took. Tells its context nothing any more. Idempotent. */
    @Override
    void close();
}
