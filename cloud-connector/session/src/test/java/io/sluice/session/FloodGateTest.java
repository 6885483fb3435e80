package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.session.FloodGate.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who asks too much. */
class FloodGateTest {

    private final TestClock clock = new TestClock();
    private final FloodGate gate = new FloodGate(10, 20, 5, Duration.ofMinutes(1), clock);

    @Test
    void beyondTheLimitItIsLaterAndThenNotForAWhile() {
        ask(20, Verdict.PASS);
        ask(4, Verdict.LIMITED);
        ask(1, Verdict.SHUT_OUT);
        ask(30, Verdict.QUARANTINED);
        assertTrue(gate.isQuarantined("a"));
        assertEquals(Verdict.PASS, gate.ask("b"), "somebody else pays for it");
        clock.pass(Duration.ofSeconds(61));
        assertFalse(gate.isQuarantined("a"));
        ask(20, Verdict.PASS);
    }

    @Test
    void whoHeedsTheLimitIsNeverShutOut() {
        for (int second = 0; second < 100; second++) {
            ask(second == 0 ? 20 : 10, Verdict.PASS);
            clock.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void aPauseForgivesWhatWasTooMuch() {
        for (int burst = 0; burst < 10; burst++) {
            ask(20, Verdict.PASS);
            ask(3, Verdict.LIMITED);
            clock.pass(Duration.ofSeconds(2));
        }
    }

    private void ask(int times, Verdict expected) {
        for (int i = 0; i < times; i++) {
            assertEquals(expected, gate.ask("a"), "request " + i);
        }
    }
}
