package io.sluice.api.accel;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One lease, where it is and why.
 *
 * @param demand what was asked for
 * @param acceleratorId where it is; empty while there is no place
 * @param precision of the variant in use; empty while there is no place
 * @param runsPerSecond granted; 0 where nothing is promised
 * @param runs what its runs took so far, wherever it was
 * @param options every pair of a device and a variant that was looked at, at the latest decision
 * @param reason for the choice, for people, with the numbers
 * @param since when it has been where it is
 */
public record LeaseUse(
        Demand demand,
        Optional<String> acceleratorId,
        Optional<Precision> precision,
        double runsPerSecond,
        RunFigures runs,
        List<PlacementOption> options,
        String reason,
        Instant since) {

    public LeaseUse {
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(acceleratorId, "acceleratorId");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(runs, "runs");
        options = List.copyOf(options);
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(since, "since");
    }
}
