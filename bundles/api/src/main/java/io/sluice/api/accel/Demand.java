package io.sluice.api.accel;

import io.sluice.api.model.ModelDescriptor;
import java.util.Objects;

/**
 * What someone wants to run.
 *
 * @param user who wants it, for people, such as {@code camera/gate-1}
 * @param model with a variant for each device it can run on
 * @param runsPerSecond how often; 0 for as often as there are pictures, which is promised nothing
 * @param priority the lower number is placed first when not all fit
 */
public record Demand(String user, ModelDescriptor model, double runsPerSecond, int priority) {

    public Demand {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(model, "model");
    }
}
