package io.sluice.parts.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How soon a node may be asked again. Nodes take a number of requests a second, and shut out who asks more; fetching leaves most of it
 * to commands. Thread-safe.
 */
final class Pace {

    /** Requests at once, after a rest. */
    static final int BURST = 40;
    /** Between two requests in the long run. */
    static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** When the next request is due, by node, as if none were ever at once. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    /**
     * Counts a request.
     *
     * @param now of {@link System#nanoTime()}
     * @return how long to wait before it is sent
     */
    long nanos(String device, long now) {
        long next = due.merge(device, now + STEP_NANOS, (before, fresh) -> Math.max(before + STEP_NANOS, fresh));
        return Math.max(0, next - now - BURST * STEP_NANOS);
    }
}
