package io.sluice.executor.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a task has taken since this process began: processor time of the threads that its runs made, and what they sent. Threads that
 * libraries start outside of Java, and those that were there before, such as a camera's decoder, are not among them. A thread's time
 * is counted up to the last {@link #look} before its end. Thread-safe.
 */
final class Meter {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;

    private final Map<Long, Long> living = new HashMap<>();
    private Optional<ThreadGroup> group = Optional.empty();
    private long endedNanos;
    private long results;
    private long bytes;
    private long lookedAt;
    private long lookedCpu;
    private double percent;

    /** From now on the threads of that group count, until there is another. */
    synchronized void follow(ThreadGroup next) {
        group = Optional.of(next);
        endedNanos += living.values().stream().mapToLong(Long::longValue).sum();
        living.clear();
        lookedAt = System.nanoTime();
        lookedCpu = endedNanos;
        percent = 0;
    }

    /** To be called every second or so. */
    synchronized void look() {
        Map<Long, Long> now = new HashMap<>();
        group.ifPresent(present -> {
            Thread[] found = new Thread[present.activeCount() * 2 + 8];
            int count = present.enumerate(found);
            for (int index = 0; index < count; index++) {
                long nanos = THREADS.getThreadCpuTime(found[index].getId());
                if (nanos >= 0) {
                    now.put(found[index].getId(), nanos);
                }
            }
        });
        living.forEach((id, nanos) -> endedNanos += now.containsKey(id) ? 0 : nanos);
        living.clear();
        living.putAll(now);
        long at = System.nanoTime();
        long cpu = cpuNanos();
        percent = (cpu - lookedCpu) * 100.0 / Math.max(1, at - lookedAt);
        lookedAt = at;
        lookedCpu = cpu;
    }

    /** @param sent bytes of all messages that carry the result */
    synchronized void sent(long sent) {
        results++;
        bytes += sent;
    }

    /** With what the runner itself tells of it, which comes first. */
    synchronized JsonObject with(JsonObject told) {
        JsonObject.Builder all = JsonObject.builder();
        told.members().forEach(all::put);
        all.add("CpuPercent", tenths(percent));
        all.add("CpuSeconds", tenths(cpuNanos() / NANOS));
        all.add("Threads", JsonValue.of(living.size()));
        all.add("ResultsSent", JsonValue.of(results));
        all.add("BytesSent", JsonValue.of(bytes));
        return all.build();
    }

    private long cpuNanos() {
        return endedNanos + living.values().stream().mapToLong(Long::longValue).sum();
    }

    private static JsonValue tenths(double value) {
        return JsonValue.of(Math.round(value * 10) / 10.0);
    }
}
