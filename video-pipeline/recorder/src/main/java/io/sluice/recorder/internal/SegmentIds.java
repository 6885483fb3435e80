package io.sluice.recorder.internal;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Gives ids to segments: the time in milliseconds, and always more than before, even when the clock is set back. */
final class SegmentIds {

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    SegmentIds(Clock clock) {
        this.clock = clock;
    }

    long next() {
        return last.updateAndGet(before -> Math.max(before + 1, clock.millis()));
    }

    /** An id that exists already. */
    void seen(long id) {
        last.accumulateAndGet(id, Math::max);
    }
}
