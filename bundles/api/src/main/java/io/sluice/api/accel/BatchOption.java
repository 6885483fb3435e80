package io.sluice.api.accel;

import java.util.Objects;

/**
 * A number of pictures that could share a run of a model on a device.
 *
 * @param pictures in a run
 * @param medianMillis of a run with so many
 * @param worstMillis such a run is taken to last at most
 * @param chosen whether it is used at present
 * @param verdict why it is used or not, for people, with the numbers
 */
public record BatchOption(int pictures, double medianMillis, double worstMillis, boolean chosen, String verdict) {

    public BatchOption {
        Objects.requireNonNull(verdict, "verdict");
    }
}
