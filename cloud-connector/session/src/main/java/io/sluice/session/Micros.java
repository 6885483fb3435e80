package io.sluice.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The host's clock in microseconds since 1970. */
public final class Micros {

    private Micros() {}

    public static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
