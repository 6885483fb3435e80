package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Registration, keepalive, expiry, sign-off. */
class RegistryTest {

    private static final String NODE = "31010000001320000001";

    private final TestClock clock = new TestClock();
    private final Registry registry = new Registry(Duration.ofMinutes(5), clock);

    @Test
    void aNodeLivesAsLongAsItIsHeardOf() {
        assertFalse(registry.keepAlive(NODE, "a"), "kept alive without being registered");
        assertTrue(registry.register(NODE, "a"));
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofSeconds(299));
            assertTrue(registry.keepAlive(NODE, "a"));
        }
        clock.pass(Duration.ofSeconds(301));
        assertFalse(registry.isRegistered(NODE));
        assertFalse(registry.keepAlive(NODE, "a"), "came back without registering");
        assertEquals(List.of(NODE), registry.expire());
        assertEquals(List.of(), registry.expire(), "expired twice");
        assertTrue(registry.register(NODE, "a"));
    }

    @Test
    void aSecondNodeWithTheSameIdIsRefusedUntilTheFirstIsGone() {
        assertTrue(registry.register(NODE, "a"));
        assertTrue(registry.register(NODE, "a"), "a node that restarted was refused");
        assertFalse(registry.register(NODE, "b"));
        assertFalse(registry.keepAlive(NODE, "b"));
        assertFalse(registry.signOff(NODE, "b"), "signed off by a stranger");
        assertTrue(registry.keepAlive(NODE, "a"));
        assertTrue(registry.signOff(NODE, "a"));
        assertTrue(registry.register(NODE, "b"));
        clock.pass(Duration.ofMinutes(6));
        assertTrue(registry.register(NODE, "a"), "an id of a node that is gone stays taken");
    }
}
