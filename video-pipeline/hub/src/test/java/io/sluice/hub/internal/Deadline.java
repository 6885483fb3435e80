package io.sluice.hub.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come to be. */
final class Deadline {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(20);

    private Deadline() {}

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come to be in time");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
