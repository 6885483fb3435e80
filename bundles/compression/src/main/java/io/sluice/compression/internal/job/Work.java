package io.sluice.compression.internal.job;

import com.fasterxml.jackson.databind.JsonNode;

/** Does a job. */
@FunctionalInterface
public interface Work {

    /**
     * Runs on the thread of the jobs, and ends soon after that was interrupted.
     *
     * @param job told how far it is, and the figures
     * @return what came of it
     * @throws BoundMissed when its figures do not reach its bounds
     * @throws io.sluice.api.error.SluiceException when it cannot be done
     */
    JsonNode run(Job job) throws BoundMissed, InterruptedException;
}
