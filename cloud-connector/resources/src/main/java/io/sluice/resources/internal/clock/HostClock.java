package io.sluice.resources.internal.clock;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the clock of this host is kept, as one program or the kernel tells it. Immutable.
 *
 * @param source who tells: {@code chrony}, {@code ntpd}, {@code timesyncd}, {@code ptp} or {@code kernel}
 * @param reference what the clock follows, for people; empty where it is not told
 * @param stratum steps to the clock that is right by itself
 * @param offset how far the clock is off, without a sign: the sources do not agree on what it means
 * @param maxError how far it can be off at most
 */
public record HostClock(
        String source,
        boolean synchronised,
        String reference,
        OptionalInt stratum,
        Optional<Duration> offset,
        Optional<Duration> maxError) {

    public HostClock {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(stratum, "stratum");
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(maxError, "maxError");
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(Math.abs(seconds) * 1e9));
    }
}
