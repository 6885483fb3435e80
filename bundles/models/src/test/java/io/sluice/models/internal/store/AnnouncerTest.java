package io.sluice.models.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.event.Topics;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.models.internal.ModelEvents;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncerTest {

    @TempDir
    Path root;

    private TestFramework framework;
    private StatusReports statuses;
    private ModelEvents events;
    private Announcer announcer;
    private StoreFixture fixture;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        statuses = new StatusReports(framework.context());
        events = new ModelEvents(framework.context());
        announcer = new Announcer(statuses, events);
        fixture = new StoreFixture(root).open();
    }

    @AfterEach
    void stop() throws Exception {
        events.close();
        statuses.close();
        framework.close();
    }

    @Test
    void withdrawsAnAlgorithmWhenItsLicenceEndsAndNoOther() throws Exception {
        fixture.add(new PackageFixture().licence("{not_after: '2026-06-30T12:00:00Z'}"));
        fixture.add(new PackageFixture().id("other"));
        look();
        assertEquals("model.ready", status("joints"));
        fixture.clock.set("2026-07-01T00:00:00Z");
        look();
        look();
        assertEquals("model.licence.expired", status("joints"));
        assertEquals("model.ready", status("other"));
        fixture.clock.set("2026-06-02T00:00:00Z");
        look();
        assertEquals("model.ready", status("joints"));
        assertEquals(List.of("joints 1.0", "gone joints", "joints 1.0"), eventsOf("joints"));
        assertEquals(List.of("other 1.0"), eventsOf("other"));
    }

    @Test
    void tellsOfEachSwitchOnce() throws Exception {
        fixture.add(new PackageFixture().version("1"));
        look();
        fixture.add(new PackageFixture().version("2"));
        look();
        look();
        fixture.store.algorithms().rollBack("joints");
        look();
        fixture.store.algorithms().deactivate("joints");
        look();
        assertEquals(List.of("joints 1", "joints 2", "joints 1", "gone joints"), eventsOf("joints"));
        assertEquals("", status("joints"));
    }

    @Test
    void saysThatTheKeyIsLostAndTakesItBack() throws Exception {
        fixture.add(new PackageFixture());
        byte[] key = Files.readAllBytes(fixture.keyFile());
        Files.delete(fixture.keyFile());
        fixture.open();
        look();
        assertEquals("model.key.lost", status("joints"));
        assertEquals(List.of(), eventsOf("joints"));
        Files.write(fixture.keyFile(), key);
        look();
        assertEquals("model.ready", status("joints"));
    }

    private void look() {
        announcer.look(fixture.store.versions());
    }

    private String status(String id) {
        return statuses.of(new Subject(Subject.MODEL, id)).map(Status::code).orElse("");
    }

    private List<String> eventsOf(String id) {
        return framework.events().stream()
                .filter(event -> event.getTopic().startsWith("io/sluice/model/"))
                .map(event -> event.getProperty(Topics.PAYLOAD))
                .map(payload -> payload instanceof AlgorithmDescriptor algorithm
                        ? algorithm.id() + " " + algorithm.version() : "gone " + payload)
                .filter(text -> text.contains(id))
                .toList();
    }
}
