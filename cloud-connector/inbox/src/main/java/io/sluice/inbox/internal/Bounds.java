package io.sluice.inbox.internal;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param segmentBytes of one file; the oldest file goes as a whole
 */
record Bounds(int results, long bytes, Duration age, long segmentBytes) {

    static Bounds of(InboxConfig config) {
        return new Bounds(Math.max(1000, config.most_results()), Math.max(16, config.most_mib()) * (1L << 20),
                Duration.ofHours(Math.max(1, config.most_hours())), 4 << 20);
    }
}
