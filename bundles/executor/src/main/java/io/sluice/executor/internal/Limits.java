package io.sluice.executor.internal;

import java.time.Duration;

/** The configuration, within its bounds, which the framework does not hold it to. */
record Limits(int concurrent, int accepted, Duration keptFor, int kept) {

    static Limits of(ExecutorConfig config) {
        return new Limits(Math.max(0, config.concurrent()), Math.max(1, config.accepted()),
                Duration.ofHours(Math.max(0, config.kept_hours())), Math.max(0, config.kept()));
    }
}
