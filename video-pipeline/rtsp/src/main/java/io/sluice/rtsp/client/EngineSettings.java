package io.sluice.rtsp.client;

import java.time.Duration;

/**
 * How an engine runs.
 *
 * @param threads lanes; sessions are spread over them
 * @param memory bytes of direct memory at most for access units
 * @param longestRest how long a lane with many streams rests between reads, so that each read fetches more; a lane with
 *     few streams hardly rests
 * @param userAgent as servers see it
 */
public record EngineSettings(int threads, long memory, Duration longestRest, String userAgent) {

    public EngineSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("an engine needs one thread at least, not " + threads);
        }
    }

    public static EngineSettings usual() {
        return new EngineSettings(1, 1L << 30, Duration.ofMillis(20), "Sluice");
    }
}
