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
 * @param medianMillis of a run, as measured when it was loaded first
 * @param worstMillis a run is taken to last at most: the longest one measured, and a margin
 * @param users as in {@link Demand#user()}; empty while it is only kept for a moment
 */
public record SessionUse(
        String model,
        Precision precision,
        String sha256,
        long bytes,
        double medianMillis,
        double worstMillis,
        List<String> users) {

    public SessionUse {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(sha256, "sha256");
        users = List.copyOf(users);
    }
}
