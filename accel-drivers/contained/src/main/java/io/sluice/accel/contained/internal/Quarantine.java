package io.sluice.accel.contained.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Models that are not run for a while. The while is doubled each time one comes back here before it has run well, up to a day.
 * Not thread-safe.
 */
final class Quarantine {

    private static final Duration MOST = Duration.ofDays(1);

    private final Duration first;
    private final LongSupplier nanos;
    private final Map<String, Stay> held = new HashMap<>();
    private final Map<String, Integer> stays = new HashMap<>();

    /** @param until in the supplier's nanoseconds; {@code told} is the same for people */
    private record Stay(long until, Instant told) {}

    /** @param nanos a clock that is never set back */
    Quarantine(Duration first, LongSupplier nanos) {
        this.first = first;
        this.nanos = nanos;
    }

    void add(String model) {
        int before = stays.merge(model, 1, Integer::sum) - 1;
        Duration most = first.compareTo(MOST) > 0 ? first : MOST;
        Duration length = before > 20 ? most : first.multipliedBy(1L << before);
        length = length.compareTo(most) > 0 ? most : length;
        held.put(model, new Stay(nanos.getAsLong() + length.toNanos(), Instant.now().plus(length).truncatedTo(
                ChronoUnit.SECONDS)));
    }

    /** It ran well: what it did before is forgotten. */
    void clear(String model) {
        stays.remove(model);
    }

    /** Until when a model is not run; empty when it is. */
    Optional<Instant> until(String model) {
        return Optional.ofNullable(held.get(model)).map(Stay::told);
    }

    /** Those whose while is over, which are held no more. */
    List<String> expire() {
        long now = nanos.getAsLong();
        List<String> over =
                held.entrySet().stream().filter(stay -> stay.getValue().until - now <= 0).map(Map.Entry::getKey).toList();
        over.forEach(held::remove);
        return over;
    }

    /** All of them, which are held no more; their next while is as long as the first. */
    List<String> release() {
        List<String> all = models();
        held.clear();
        stays.clear();
        return all;
    }

    List<String> models() {
        return held.keySet().stream().sorted().toList();
    }

    /** When the next one may be tried; empty when there is none. */
    Optional<Instant> next() {
        return held.values().stream().map(Stay::told).min(Instant::compareTo);
    }

    /** How long until then. */
    Optional<Duration> nextIn() {
        long now = nanos.getAsLong();
        return held.values().stream().map(stay -> Duration.ofNanos(Math.max(0, stay.until - now))).min(Duration::compareTo);
    }
}
