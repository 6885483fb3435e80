package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often a lower node's clock is compared, by a clock of the test. */
class ComparisonPaceTest {

    private static final long ROUND = Duration.ofSeconds(30).toNanos();
    private static final long SECOND = 1_000_000;
    private static final long AT = 1_800_000_000L * SECOND;

    private final ComparisonPace pace = new ComparisonPace();
    private final ClockFilter clock = new ClockFilter();
    private long now;

    ComparisonPaceTest() {
        clock.add(AT, AT + 5 * SECOND, AT + 5 * SECOND, AT + 1000);
    }

    /** How many of so many rounds compare. */
    private int of(int rounds) {
        int compared = 0;
        for (int round = 0; round < rounds; round++) {
            now += ROUND;
            compared += pace.isDue(now) ? 1 : 0;
        }
        return compared;
    }

    @Test
    void aNodeThatTellsItsTimeIsAskedOftenAtFirstAndThenEveryFiveMinutes() {
        pace.heard(AT + 5 * SECOND, AT + 500, clock);
        assertEquals(4, of(4));
        assertEquals(0, of(9));
        assertEquals(1, of(1));
        assertEquals(12, of(120));
    }

    @Test
    void aNodeWhoseClockWasSetIsAskedAtOnce() {
        pace.heard(AT + 5 * SECOND, AT, clock);
        of(4);
        pace.heard(AT + 5_900_000, AT, clock);
        assertEquals(0, of(1), "less than a second is no set clock");
        pace.heard(AT, AT, clock);
        assertEquals(4, of(6));
        pace.heard(AT + 60 * SECOND, AT, clock);
        assertEquals(4, of(6));
    }

    @Test
    void aNodeThatTellsNoTimeIsAskedAtEachRound() {
        pace.heard(0, AT, clock);
        assertEquals(20, of(20));
    }

    @Test
    void aNodeThatIsNotComparedYetIsNoSetClock() {
        pace.heard(AT, AT + 9 * SECOND, new ClockFilter());
        assertEquals(4, of(4));
        pace.heard(AT, AT + 90 * SECOND, new ClockFilter());
        assertEquals(0, of(5));
    }
}
