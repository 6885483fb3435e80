package io.sluice.hub.internal;

/**
 * Bounds of one stream's ring.
 *
 * @param historyNanos how long a unit before the current group of pictures is kept
 * @param maxUnits hard limit, the current group of pictures included
 * @param maxBytes hard limit, the current group of pictures included
 * @param maxTotalBytes of all streams together; beyond it no history is kept before the current group of pictures
 */
record RingLimits(long historyNanos, int maxUnits, long maxBytes, long maxTotalBytes) {

    RingLimits {
        if (historyNanos < 0 || maxUnits < 1 || maxBytes < 1 || maxTotalBytes < 1) {
            throw new IllegalArgumentException("a ring holds one unit and one byte at least and no negative time");
        }
    }

    static RingLimits of(HubConfig config) {
        return new RingLimits(
                Math.max(0, config.history_seconds()) * 1_000_000_000L,
                Math.max(1, config.max_units()),
                Math.max(1, config.max_bytes()),
                Math.max(1, config.max_total_bytes()));
    }
}
