package io.sluice.api.result;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which results are wanted; all conditions hold together.
 *
 * @param cameraId of this camera
 * @param label with a detection of this label
 * @param from taken at this time or later
 * @param to taken before this time
 * @param afterId stored after this one
 * @param onlyCrossings only those with a crossing
 * @param newestFirst order by time; ascending when false
 * @param limit most results returned, 1 to {@link #MAX_LIMIT}
 */
public record ResultQuery(
        Optional<String> cameraId,
        Optional<String> label,
        Optional<Instant> from,
        Optional<Instant> to,
        OptionalLong afterId,
        boolean onlyCrossings,
        boolean newestFirst,
        int limit) {

    public static final int MAX_LIMIT = 10_000;

    public ResultQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }
}
