package io.sluice.executor.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * The configuration, within its bounds, which the framework does not hold it to.
 *
 * @param run longest run of a task that says nothing itself
 * @param silence longest time without a sign of progress of such a task
 * @param hang longest call of a runner
 * @param displace whether a more urgent task takes the place of a less urgent one
 */
record Limits(
        int concurrent,
        int accepted,
        Duration keptFor,
        int kept,
        Optional<Duration> run,
        Optional<Duration> silence,
        Duration hang,
        boolean displace) {

    static Limits of(ExecutorConfig config) {
        return new Limits(Math.max(0, config.concurrent()), Math.max(1, config.accepted()),
                Duration.ofHours(Math.max(0, config.kept_hours())), Math.max(0, config.kept()),
                positive(config.run_seconds()), positive(config.silent_seconds()),
                Duration.ofSeconds(Math.max(1, config.hang_seconds())), config.displace());
    }

    private static Optional<Duration> positive(int seconds) {
        return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }
}
