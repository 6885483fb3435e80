package io.sluice.results.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970 UTC, as the tables hold them. */
final class Times {

    private Times() {}

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The first microsecond at or after an instant: for limits, which may lie between two. */
    static long microsCeiling(Instant instant) {
        long micros = micros(instant);
        return instant(micros).isBefore(instant) ? micros + 1 : micros;
    }
}
