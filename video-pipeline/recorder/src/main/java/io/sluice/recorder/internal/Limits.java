package io.sluice.recorder.internal;

/**
 * How much room recordings may take.
 *
 * @param maxBytes of all together; 0 for no limit
 * @param minFreeBytes to keep free on the disk
 */
record Limits(long maxBytes, long minFreeBytes) {

    static Limits of(RecorderConfig config) {
        return new Limits(Math.max(0, config.max_bytes()), Math.max(0, config.min_free_bytes()));
    }
}
