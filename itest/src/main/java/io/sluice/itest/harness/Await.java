package io.sluice.itest.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, and says what it was when it never comes. */
public final class Await {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private Await() {}

    /** Until the condition holds; a condition that throws does not hold yet. */
    public static void until(String what, Duration atMost, Callable<Boolean> condition) {
        value(what, atMost, () -> condition.call() ? Boolean.TRUE : null);
    }

    /** Until there is a value; null and exceptions mean not yet. */
    public static <T> T value(String what, Duration atMost, Callable<T> source) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Exception last = null;
        while (true) {
            try {
                T value = source.call();
                last = null;
                if (value != null) {
                    return value;
                }
            } catch (Exception e) {
                last = e;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + atMost + ": " + what, last);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
