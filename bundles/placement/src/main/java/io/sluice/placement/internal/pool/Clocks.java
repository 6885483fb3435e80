package io.sluice.placement.internal.pool;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What time is measured with.
 *
 * @param nanos as {@link System#nanoTime()}
 * @param cpuNanos processor time of the calling thread so far
 */
public record Clocks(LongSupplier nanos, LongSupplier cpuNanos) {

    /** Those of this machine. */
    public static Clocks system() {
        return new Clocks(System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    long now() {
        return nanos.getAsLong();
    }
}
