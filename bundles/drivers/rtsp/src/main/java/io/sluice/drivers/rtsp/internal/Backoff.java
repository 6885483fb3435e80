package io.sluice.drivers.rtsp.internal;

import io.sluice.rtsp.client.SessionFault;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next try. Short while a camera that worked is away, since its recording must go on right
 * after it returns; long where only a person can help, since cameras lock out who tries a wrong password often.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration CAP_ONCE_WORKED = Duration.ofMillis(1500);
    private static final Duration CAP_NEVER_WORKED = Duration.ofSeconds(5);
    private static final Duration FIRST_HOPELESS = Duration.ofSeconds(5);
    private static final Duration CAP_HOPELESS = Duration.ofSeconds(30);
    /** So that many cameras behind one switch do not come back in step. */
    private static final double JITTER = 0.2;

    private boolean worked;
    private int failures;

    /** Pictures come. */
    void worked() {
        worked = true;
        failures = 0;
    }

    boolean hasWorked() {
        return worked;
    }

    Duration next(SessionFault.Kind fault) {
        boolean hopeless = switch (fault) {
            case UNAUTHORIZED, CREDENTIALS_MISSING, UNSUPPORTED_VIDEO, TRANSPORT_REFUSED -> true;
            default -> false;
        };
        Duration first = hopeless ? FIRST_HOPELESS : FIRST;
        Duration cap = hopeless ? CAP_HOPELESS : worked ? CAP_ONCE_WORKED : CAP_NEVER_WORKED;
        // Beyond ten doublings every cap is reached.
        Duration wait = first.multipliedBy(1L << Math.min(10, failures++));
        double factor = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (Math.min(wait.toNanos(), cap.toNanos()) * factor));
    }
}
