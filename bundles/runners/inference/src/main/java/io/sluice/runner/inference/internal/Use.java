package io.sluice.runner.inference.internal;

import io.sluice.api.accel.LeaseUse;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/** What a task takes of the accelerators, measured between two questions. Thread-safe. */
final class Use {

    private long lastRuns;
    private long lastNanos = System.nanoTime();

    synchronized JsonObject.Builder now(List<LeaseUse> leases) {
        long runs = leases.stream().mapToLong(lease -> lease.runs().runs()).sum();
        double millis = leases.stream().mapToDouble(lease -> lease.runs().averageMillis()).average().orElse(0);
        long nanos = System.nanoTime();
        double seconds = Math.max(1e-3, (nanos - lastNanos) / 1e9);
        // After a change of leases the count begins anew.
        double rate = Math.max(0, runs - lastRuns) / seconds;
        lastRuns = runs;
        lastNanos = nanos;
        return JsonObject.builder()
                .put("Accelerators", leases.stream().flatMap(lease -> lease.acceleratorId().stream()).distinct().sorted()
                        .collect(Collectors.joining(",")))
                .put("RunsPerSecond", tenths(rate))
                .put("RunMillis", tenths(millis))
                .put("AcceleratorPercent", tenths(rate * millis / 10));
    }

    private static JsonValue tenths(double value) {
        return JsonValue.of(Math.round(value * 10) / 10.0);
    }
}
