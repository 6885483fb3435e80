package io.sluice.live.internal;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads do. */
final class Deadline {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Deadline() {}

    static void await(Supplier<?> what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("not within " + LIMIT + ": " + what.get());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
