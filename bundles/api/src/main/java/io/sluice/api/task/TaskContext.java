package io.sluice.api.task;

import io.sluice.api.message.TaskResultBody;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a run is told, and whom it tells. Calls of a run that was closed change nothing. Thread-safe; not for threads that are
 * interrupted, for Java closes the files that such a thread is at.
 */
@ProviderType
public interface TaskContext {

    /** What the task saved last, in an earlier run; empty where it begins anew. */
    Optional<byte[]> checkpoint();

    /**
     * Saves how far the task has come, instead of what was saved before. Emit the results up to here first: a run that begins
     * from a checkpoint emits again what came after it, under the same keys. Returns once it survives a loss of power.
     *
     * @param state at most {@link #MOST_CHECKPOINT_BYTES}
     * @throws io.sluice.api.error.UnavailableException when it could not be saved; the former one stays
     */
    void checkpoint(byte[] state);

    /** Most bytes of a checkpoint; larger things belong into {@link #scratch()}. */
    int MOST_CHECKPOINT_BYTES = 1 << 20;

    /**
     * How much of the task is done; tasks without an end tell nothing.
     *
     * @param percent 0 to 100
     */
    void progress(int percent);

    /**
     * Sends a result to where the task's results go. Returns once it survives a loss of power.
     *
     * @param key names the result within the task: emitting the same key again changes nothing
     * @param at what the result is about
     * @throws io.sluice.api.error.UnavailableException when it was not taken; keep it and try again
     */
    void emit(String key, Instant at, TaskResultBody.Data data);

    /** A folder of the task's own, kept over restarts, deleted when the task has ended. */
    Path scratch();

    /** The task is done. */
    void finished();

    /**
     * The task cannot go on.
     *
     * @param exceptionCode one of {@link io.sluice.api.message.ExceptionCode}
     * @param reason for people
     */
    void failed(int exceptionCode, String reason);
}
