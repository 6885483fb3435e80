package io.sluice.parts.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How fast a node is asked. */
class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void asksManyAtOnceButNotForLong() {
        for (int request = 0; request < Pace.BURST; request++) {
            assertEquals(0, pace.nanos("a", 1000));
        }
        assertEquals(Pace.STEP_NANOS, pace.nanos("a", 1000));
        assertEquals(2 * Pace.STEP_NANOS, pace.nanos("a", 1000));
        assertEquals(0, pace.nanos("b", 1000), "another node");
    }

    @Test
    void mayAskManyAtOnceAgainAfterARest() {
        for (int request = 0; request < 2 * Pace.BURST; request++) {
            pace.nanos("a", 0);
        }
        long later = TimeUnit.MINUTES.toNanos(1);
        for (int request = 0; request < Pace.BURST; request++) {
            assertEquals(0, pace.nanos("a", later));
        }
        assertEquals(Pace.STEP_NANOS, pace.nanos("a", later));
    }
}
