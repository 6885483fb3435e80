package io.sluice.api.model;

import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes models of algorithms smaller, as jobs that run one at a time in a process of their own and keep what they made as another
 * version of the algorithm. Jobs and their outcomes are remembered over restarts; one that a stop interrupted does not go on. Thread-safe.
 */
@ProviderType
public interface CompressionJobs {

    /** How a job is. */
    enum State {
        WAITING,
        RUNNING,
        /** The new version is kept. */
        DONE,
        /** It ran to its end and a bound was missed; the figures tell by how much. */
        REFUSED,
        FAILED,
        CANCELLED,
        /** The gateway, or the part that runs it, stopped before it had ended. */
        INTERRUPTED
    }

    /**
     * A job at one moment.
     *
     * @param progress 0 to 1
     * @param figures what was measured, as a JSON object; empty where nothing was yet
     * @param problem for people: why there is no outcome; empty unless it ended without one
     */
    record Job(String id, State state, double progress, Optional<String> figures, String problem) {

        public Job {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(figures, "figures");
            Objects.requireNonNull(problem, "problem");
        }
    }

    /**
     * Whether a job could be taken now. Takes and changes nothing.
     *
     * @param request a JSON object, as {@code POST /api/compressions} takes it
     * @throws io.sluice.api.error.SluiceException naming the first that stands against it
     */
    void check(String request);

    /**
     * Takes a job.
     *
     * @param request as for {@link #check}
     * @throws io.sluice.api.error.SluiceException when it cannot be run, or too many wait
     */
    Job begin(String request);

    /** @throws io.sluice.api.error.NotFoundException when there is none, or it was forgotten */
    Job find(String id);

    /** Ends a job that has not ended; what it has not kept by then is not kept. Nothing happens where there is none. */
    void cancel(String id);
}
