package io.sluice.live.internal;

import io.sluice.api.error.InvalidInputException;

/**
 * The configured limits, checked.
 *
 * @param viewers connections at a time, over all cameras
 * @param fragments most fragments waiting for one viewer
 * @param bytes most bytes waiting for one viewer
 */
record LiveLimits(int viewers, int fragments, long bytes) {

    static LiveLimits of(LiveConfig config) {
        atLeast(1, config.max_viewers(), "max.viewers");
        atLeast(2, config.queue_fragments(), "queue.fragments");
        atLeast(1 << 16, config.queue_bytes(), "queue.bytes");
        return new LiveLimits(config.max_viewers(), config.queue_fragments(), config.queue_bytes());
    }

    private static void atLeast(int least, int value, String field) {
        if (value < least) {
            throw new InvalidInputException(
                    "live.setting",
                    field,
                    field + " of the live view is " + value + ", but must be at least " + least + ".",
                    "Correct the configuration " + LiveServlet.PID + ".");
        }
    }
}
