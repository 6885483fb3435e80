package io.sluice.api.accel;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A device and a variant of a model that were considered together.
 *
 * @param acceleratorId of the device
 * @param format of the variant
 * @param precision of the variant
 * @param chosen whether it was taken
 * @param medianMillis of a run of one picture; empty where it could not be measured
 * @param worstMillis a run of one picture is taken to last at most; empty where it could not be measured
 * @param loadBefore part of the device's time promised to others
 * @param loadAfter the same with this demand; as before where it could not be measured
 * @param batch pictures that share a run there at present, from 1; its users wait for each other as
 *     {@link SessionUse#longestWaitMillis()} says
 * @param batches every size that was measured, smallest first; empty where the model could not be measured
 * @param verdict why it was taken or not, for people
 */
public record PlacementOption(
        String acceleratorId,
        String format,
        Precision precision,
        boolean chosen,
        OptionalDouble medianMillis,
        OptionalDouble worstMillis,
        double loadBefore,
        double loadAfter,
        int batch,
        List<BatchOption> batches,
        String verdict) {

    public PlacementOption {
        Objects.requireNonNull(acceleratorId, "acceleratorId");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(medianMillis, "medianMillis");
        Objects.requireNonNull(worstMillis, "worstMillis");
        batches = List.copyOf(batches);
        Objects.requireNonNull(verdict, "verdict");
    }
}
