package io.sluice.accel.contained.internal;

import java.time.Duration;
import java.util.List;

/**
 * How a driver is contained.
 *
 * @param driver symbolic name of its bundle
 * @param runLimit a run that takes longer ends the process
 * @param loadLimit a load that takes longer ends the process
 * @param startLimit the process must be ready within
 * @param crashes of a model in a row until it is not run any more
 * @param heapMb of the process
 * @param javaOptions of the process
 * @param firstDelay between a crash and the next start; doubled with each crash before a run succeeded
 * @param mostDelay between a crash and the next start
 * @param quarantine for how long a model is not run that crashes again and again; doubled each time, up to a day
 */
record Settings(
        String driver,
        Duration runLimit,
        Duration loadLimit,
        Duration startLimit,
        int crashes,
        int heapMb,
        List<String> javaOptions,
        Duration firstDelay,
        Duration mostDelay,
        Duration quarantine) {

    Settings {
        javaOptions = List.copyOf(javaOptions);
    }

    static Settings of(ContainedConfig config) {
        return new Settings(config.driver(), Duration.ofSeconds(config.run_limit_seconds()),
                Duration.ofSeconds(config.load_limit_seconds()), Duration.ofSeconds(60), config.crashes(),
                config.heap_mb(), List.of(config.java_options()), Duration.ofMillis(100), Duration.ofMinutes(1),
                Duration.ofMinutes(Math.max(1, config.quarantine_minutes())));
    }
}
