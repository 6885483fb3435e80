package io.sluice.api.task;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What waits in the {@link Outbox} for one destination.
 *
 * @param destination as in {@link Letter#destination()}
 * @param letters that were not acknowledged yet
 * @param bytes of their bodies
 * @param oldest when the first of them was made
 * @param givenUp letters given up so far, being too old or too many
 */
public record Waiting(String destination, long letters, long bytes, Optional<Instant> oldest, long givenUp) {

    public Waiting {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(oldest, "oldest");
    }
}
