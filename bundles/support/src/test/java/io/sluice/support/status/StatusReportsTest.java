package io.sluice.support.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sluice.api.event.Topics;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import io.sluice.support.testing.TestFramework;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class StatusReportsTest {

    private static final Subject GATE = new Subject(Subject.CAMERA, "gate");

    private TestFramework framework;
    private StatusReports reports;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        reports = new StatusReports(framework.context());
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void whatIsSaidIsAServiceAndAnEvent() {
        Status said = reports.report(GATE, Health.FAILED, "camera.away", "It is away.", "Bring it back.");
        StatusSource source = framework.context().getService(framework.context().getServiceReference(StatusSource.class));
        assertEquals(List.of(said), List.copyOf(source.statuses()));
        assertEquals(List.of(Topics.STATUS), topics());
        assertSame(said, framework.events().get(0).getProperty(Topics.PAYLOAD));
    }

    @Test
    void sayingTheSameAgainIsSilent() {
        Status first = reports.ok(GATE, "camera.ok", "It is there.");
        assertSame(first, reports.ok(GATE, "camera.ok", "It is there."));
        assertEquals(1, framework.events().size());
    }

    @Test
    void newDetailsAreToldAndTheStateGoesOnSinceItBegan() {
        Status first = reports.report(GATE, Health.OK, "camera.ok", "9 a second.", "", Map.of("rate", "9"));
        Status next = reports.report(GATE, Health.OK, "camera.ok", "8 a second.", "", Map.of("rate", "8"));
        assertEquals(first.since(), next.since());
        assertEquals("8", next.details().get("rate"));
        assertEquals(2, framework.events().size());
    }

    @Test
    void anotherStateBeginsAnew() {
        Status first = reports.ok(GATE, "camera.ok", "It is there.");
        Status next = reports.report(GATE, Health.FAILED, "camera.away", "It is away.", "Bring it back.");
        assertNotEquals(first.since(), next.since());
    }

    @Test
    void closingTakesTheStatusesAlong() {
        reports.ok(GATE, "camera.ok", "It is there.");
        reports.close();
        assertNull(framework.context().getServiceReference(StatusSource.class));
        assertEquals(List.of(Topics.STATUS, Topics.STATUS_GONE), topics());
        assertEquals(GATE, framework.events().get(1).getProperty(Topics.PAYLOAD));
    }

    private List<String> topics() {
        return framework.events().stream().map(Event::getTopic).toList();
    }
}
