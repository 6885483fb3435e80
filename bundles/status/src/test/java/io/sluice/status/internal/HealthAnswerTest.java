package io.sluice.status.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthAnswerTest {

    @Test
    void aCameraThatIsAwayIsNotTheGatewaysIllHealth() {
        assertTrue(HealthAnswer.of(List.of(), List.of(status(Subject.CAMERA, Health.FAILED))).healthy());
    }

    @Test
    void aBundleThatDoesNotRunIs() {
        HealthAnswer answer = HealthAnswer.of(List.of(), List.of(
                status(Subject.BUNDLE, Health.FAILED), status(Subject.STORE, Health.DEGRADED)));
        assertFalse(answer.healthy());
        assertEquals(1, answer.failed().size());
    }

    @Test
    void aMissingServiceIs() {
        assertFalse(HealthAnswer.of(List.of("javax.sql.DataSource"), List.of()).healthy());
    }

    private static Status status(String kind, Health health) {
        return new Status(new Subject(kind, "x"), health, "x", "m", "r", Map.of(), Instant.EPOCH);
    }
}
