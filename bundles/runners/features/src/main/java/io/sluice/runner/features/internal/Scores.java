package io.sluice.runner.features.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How similarities and times are written for others. */
final class Scores {

    private static final double DIGITS = 1e6;

    private Scores() {}

    /** To six decimals: float32 knows no more. */
    static double rounded(double score) {
        return Math.round(score * DIGITS) / DIGITS;
    }

    /** Since 1970 UTC. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
