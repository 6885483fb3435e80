package io.sluice.accel.contained.internal;

import java.time.Duration;

/** Whether a link waits for an answer, for how long and on behalf of which model. Written by one thread, read by others. */
final class Call {

    private final String model;
    private final Duration limit;
    private volatile long since;

    /** @param model its key; empty when no model can be blamed */
    Call(String model, Duration limit) {
        this.model = model;
        this.limit = limit;
    }

    void begin() {
        since = System.nanoTime() | 1;
    }

    void end() {
        since = 0;
    }

    boolean waiting() {
        return since != 0;
    }

    boolean late() {
        long begun = since;
        return begun != 0 && System.nanoTime() - begun > limit.toNanos();
    }

    String model() {
        return model;
    }

    String limit() {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
