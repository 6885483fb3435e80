package io.sluice.parts.internal;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param big parts of more bytes are sent by reference
 * @param bytes of parts kept for others
 * @param age of the oldest of them, and of the oldest that was fetched
 * @param fetched bytes of parts of others
 * @param largest bytes of a part of others
 */
record Bounds(long big, long bytes, Duration age, long fetched, long largest) {

    static Bounds of(PartsConfig config) {
        return new Bounds(config.big_kib() * 1024L, mib(Math.max(16, config.most_mib())),
                Duration.ofHours(Math.max(1, config.most_hours())), mib(Math.max(16, config.fetched_mib())),
                mib(Math.min(1024, Math.max(1, config.largest_mib()))));
    }

    private static long mib(int count) {
        return count * (1L << 20);
    }
}
