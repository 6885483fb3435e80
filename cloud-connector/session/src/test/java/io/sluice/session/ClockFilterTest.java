package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two clocks compared over a link that delays. */
class ClockFilterTest {

    private static final long START = 1_700_000_000_000_000L;

    private final ClockFilter filter = new ClockFilter();

    @Test
    void aQueueOnOneWayDoesNotFoolIt() {
        exchange(START, 250_000, 1_000, 1_000);
        for (int i = 1; i < 8; i++) {
            exchange(START + i * 1_000_000L, 250_000, 400_000, 1_000);
        }
        assertEquals(Duration.ofMillis(250), filter.estimate().orElseThrow().offset());
        assertEquals(Duration.ofMillis(2), filter.estimate().orElseThrow().latency());
    }

    @Test
    void aClockThatRunsFastIsFoundOutByItsSlope() {
        Random jitter = new Random(7);
        assertTrue(filter.estimate().isEmpty());
        for (int i = 0; i < 120; i++) {
            long at = START + i * 10_000_000L;
            long ahead = (long) ((at - START) * 40e-6);
            exchange(at, ahead, 2_000 + jitter.nextInt(500), 2_000 + jitter.nextInt(500));
            if (i == 10) {
                assertTrue(filter.estimate().orElseThrow().drift().isEmpty(), "told after less than two minutes");
            }
        }
        assertEquals(40, filter.estimate().orElseThrow().drift().orElseThrow(), 2);
    }

    @Test
    void aClockThatWasSetIsBelievedAtOnce() {
        for (int i = 0; i < 8; i++) {
            exchange(START + i * 1_000_000L, 0, 1_000, 1_000);
        }
        exchange(START + 9_000_000, 3_600_000_000L, 5_000, 5_000);
        assertEquals(Duration.ofHours(1), filter.estimate().orElseThrow().offset());
    }

    @Test
    void stampsThatCannotBeTrueAreLeftOut() {
        assertFalse(filter.add(START, START, START + 5_000, START + 1_000), "answered longer than awaited");
        assertFalse(filter.add(START, START + 10, START, START + 1_000), "answered before it arrived");
        assertFalse(filter.add(START + 10, START, START, START), "received before it was sent");
        assertTrue(filter.estimate().isEmpty());
    }

    private void exchange(long at, long ahead, long there, long back) {
        long arrived = at + there + ahead;
        long answered = arrived + 300;
        assertTrue(filter.add(at, arrived, answered, answered - ahead + back));
    }
}
