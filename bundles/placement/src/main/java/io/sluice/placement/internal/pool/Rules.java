package io.sluice.placement.internal.pool;

import java.time.Duration;

/**
 * How strictly devices are shared.
 *
 * @param limit most part of a device's time that is promised, by worst cases
 * @param margin by which the longest run measured is multiplied to be the worst case
 * @param celsiusLimit a device hotter than this is promised half; 0 for as hot as it likes
 * @param failuresInRow so many failed runs one after the other, and a model or device is left alone for a while
 * @param backOff for how long; doubled each time it fails again at once, eightfold at most
 * @param grace how long a model that nobody uses stays loaded
 * @param hangAfter a run that takes longer makes its device count as failed
 * @param loadTimeout a model that takes longer to load makes its device count as failed
 */
public record Rules(
        double limit,
        double margin,
        double celsiusLimit,
        int failuresInRow,
        Duration backOff,
        Duration grace,
        Duration hangAfter,
        Duration loadTimeout) {

    /** As configured unless somebody says otherwise. */
    public static final Rules DEFAULT = new Rules(0.9, 1.2, 90, 3, Duration.ofSeconds(30), Duration.ofSeconds(30),
            Duration.ofSeconds(10), Duration.ofMinutes(10));

    /** A hot device keeps half of its work: less heat, and not all of its streams upset. */
    double hotLimit() {
        return limit / 2;
    }
}
