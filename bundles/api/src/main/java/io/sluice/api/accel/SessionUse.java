package io.sluice.api.accel;

import java.util.List;
import java.util.Objects;

/**
 * One model loaded on one accelerator, shared by its users.
 *
 * @param model name of the model's file
 * @param precision it computes in
 * @param sha256 of the file; empty where nobody computed it
 * @param bytes of the file
 * @param medianMillis of a run of one picture, as measured when it was loaded first
 * @param worstMillis a run of one picture is taken to last at most: the longest one measured, and a margin
 * @param batch pictures that share a run, from 1
 * @param longestWaitMillis how long a picture waits at most for others to share its run; 0 where none do
 * @param batchReason why so many, for people, with the numbers
 * @param users as in {@link Demand#user()}; empty while it is only kept for a moment
 */
public record SessionUse(
        String model,
        Precision precision,
        String sha256,
        long bytes,
        double medianMillis,
        double worstMillis,
        int batch,
        double longestWaitMillis,
        String batchReason,
        List<String> users) {

    public SessionUse {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(batchReason, "batchReason");
        users = List.copyOf(users);
    }
}
