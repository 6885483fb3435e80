package io.sluice.devices.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.CameraDriver;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.event.Topics;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;

class CameraRegistryTest {

    private static final CameraDriver FILE_DRIVER = new CameraDriver() {
        @Override
        public String kind() {
            return "file";
        }

        @Override
        public String factoryPid() {
            return "io.sluice.drivers.file";
        }

        @Override
        public List<Problem> check(Map<String, String> settings) {
            return settings.containsKey("path") ? List.of() : List.of(new Problem("path", "A path is needed."));
        }
    };

    @TempDir
    private Path folder;

    private final List<String> announced = new ArrayList<>();
    private RealConfigurationAdmin felix;
    private StatusReports reports;
    private DriverBoard drivers;
    private CameraRegistry registry;

    @BeforeEach
    void start() throws Exception {
        felix = new RealConfigurationAdmin(folder.resolve("cache"));
        startBundle();
    }

    private void startBundle() throws IOException {
        reports = new StatusReports(felix.context());
        drivers = new DriverBoard();
        drivers.add(FILE_DRIVER);
        registry = new CameraRegistry(
                new CameraFiles(folder.resolve("cameras")),
                new CameraFiles(folder.resolve("passing")),
                new CameraConfigurations(felix.admin()),
                drivers,
                reports,
                (topic, payload) -> announced.add(topic));
        registry.load();
    }

    private void restartBundle() throws IOException {
        reports.close();
        startBundle();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    @Test
    void aCameraBecomesADurableDocumentAndOneConfigurationPerPart() throws Exception {
        assertTrue(registry.put(camera("gate", "Gate", analysis("fastestdet", 5)), true));

        Path document = folder.resolve("cameras/gate.yaml");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(document)));
        assertEquals(
                Set.of("io.sluice.drivers.file~gate", "io.sluice.recorder.camera~gate",
                        "io.sluice.analytics.camera~gate.fastestdet"),
                configurations().keySet());
        Configuration analytics = configurations().get("io.sluice.analytics.camera~gate.fastestdet");
        assertEquals("0.0,0.25,1.0,0.5", analytics.getProperties().get("region"));
        assertEquals(List.of("door:0.0,0.0 1.0,0.0 1.0,1.0"),
                Arrays.asList((String[]) analytics.getProperties().get("zones")));
        assertEquals(List.of("step:0.1,0.5 0.9,0.5"), Arrays.asList((String[]) analytics.getProperties().get("lines")));
        assertEquals(List.of(Topics.CAMERA), announced);
    }

    @Test
    void aChangeTouchesOnlyTheConfigurationItIsAbout() throws Exception {
        registry.put(camera("gate", "Gate", analysis("fastestdet", 5), analysis("faces", 5)), true);
        Map<String, Long> before = changeCounts();

        registry.put(camera("gate", "Gate", analysis("fastestdet", 5), analysis("faces", 7)), true);

        Map<String, Long> after = changeCounts();
        for (String pid : before.keySet()) {
            assertEquals(pid.endsWith(".faces") ? before.get(pid) + 1 : before.get(pid), after.get(pid), pid);
        }
    }

    @Test
    void whatIsSwitchedOffLosesItsConfiguration() throws Exception {
        registry.put(camera("gate", "Gate", analysis("fastestdet", 5)), true);
        CameraSpec gate = camera("gate", "Gate");
        registry.put(new CameraSpec("gate", "Gate", gate.source(), CameraSpec.Recording.OFF, List.of()), true);
        assertEquals(Set.of("io.sluice.drivers.file~gate"), configurations().keySet());
    }

    @Test
    void removalLeavesNothing() throws Exception {
        registry.put(camera("gate", "Gate"), true);
        assertTrue(registry.remove("gate"));
        assertFalse(registry.remove("gate"));
        assertTrue(configurations().isEmpty());
        assertFalse(Files.exists(folder.resolve("cameras/gate.yaml")));
        assertEquals(List.of(Topics.CAMERA, Topics.CAMERA_GONE), announced);
    }

    @Test
    void filesAddedEditedAndDeletedByHandAreFollowed() throws Exception {
        Path document = folder.resolve("cameras/yard.yaml");
        Files.writeString(document, "source: {driver: file, settings: {path: /a.mp4}}\n");
        registry.look();
        assertEquals("/a.mp4", configurations().get("io.sluice.drivers.file~yard").getProperties().get("path"));

        Files.writeString(document, "source: {driver: file, settings: {path: /b.mp4}}\n");
        registry.look();
        assertEquals("/b.mp4", configurations().get("io.sluice.drivers.file~yard").getProperties().get("path"));

        Files.delete(document);
        registry.look();
        assertTrue(configurations().isEmpty());
    }

    @Test
    void aSpoiltDocumentIsReportedWithItsPlaceAndLeavesTheLastGoodOneInForce() throws Exception {
        Path document = folder.resolve("cameras/yard.yaml");
        Files.writeString(document, "source: {driver: file, settings: {path: /a.mp4}}\n");
        registry.look();
        for (String spoilt : List.of(
                "source: [", "source: {driver: file}\nrecording: {enabled: maybe}\n", "", "- 1\n", "id: other\nsource: {driver: file}\n",
                "source: {driver: file}\n", "source: {driver: file, settings: {path: /b.mp4}}\ncolour: red\n",
                "a: &a [1,1]\nb: &b [*a,*a]\n")) {
            Files.writeString(document, spoilt);
            registry.look();
            Status status = reports.of(new Subject("document", "yard")).orElseThrow(() -> new AssertionError(spoilt));
            assertEquals(Health.FAILED, status.health());
            assertEquals("camera.document_invalid", status.code());
            assertEquals("/a.mp4", configurations().get("io.sluice.drivers.file~yard").getProperties().get("path"));
        }
        Files.writeString(document, "source: {driver: file, settings: {path: /b.mp4}}\n");
        registry.look();
        assertTrue(reports.of(new Subject("document", "yard")).isEmpty());
        assertEquals("/b.mp4", configurations().get("io.sluice.drivers.file~yard").getProperties().get("path"));
    }

    @Test
    void aSpoiltDocumentAtTheStartKeepsWhatWasConfiguredBefore() throws Exception {
        registry.put(camera("gate", "Gate"), true);
        Files.writeString(folder.resolve("cameras/gate.yaml"), "source: [");
        restartBundle();
        assertTrue(configurations().containsKey("io.sluice.drivers.file~gate"));
    }

    @Test
    void documentsDeletedWhileTheGatewayWasDownAreCleanedUp() throws Exception {
        registry.put(camera("gate", "Gate"), true);
        Files.delete(folder.resolve("cameras/gate.yaml"));
        restartBundle();
        assertTrue(configurations().isEmpty());
    }

    @Test
    void wrongSettingsNameTheFieldAndChangeNothing() throws Exception {
        CameraSpec bad = new CameraSpec("gate", "Gate", new CameraSpec.Source("file", Map.of()),
                CameraSpec.Recording.DEFAULT, List.of());
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> registry.put(bad, true));
        assertEquals("source.settings.path", e.field());
        CameraSpec unknown = new CameraSpec("gate", "Gate", new CameraSpec.Source("laser", Map.of()),
                CameraSpec.Recording.DEFAULT, List.of());
        assertEquals("source.driver",
                assertThrows(InvalidInputException.class, () -> registry.put(unknown, true)).field());
        assertTrue(configurations().isEmpty());
        assertTrue(registry.list().isEmpty());
        assertFalse(Files.exists(folder.resolve("cameras/gate.yaml")));
    }

    @Test
    void aCameraWaitsForItsDriverAndOutlivesTheDriversUpdate() throws Exception {
        drivers.remove(FILE_DRIVER);
        Files.writeString(folder.resolve("cameras/yard.yaml"), "source: {driver: file, settings: {path: /a.mp4}}\n");
        registry.look();
        assertEquals("camera.driver_missing", reports.of(new Subject("camera", "yard")).orElseThrow().code());
        assertTrue(configurations().isEmpty());

        drivers.add(FILE_DRIVER);
        registry.driverCame(FILE_DRIVER);
        assertTrue(reports.of(new Subject("camera", "yard")).isEmpty());
        Map<String, Long> running = changeCounts();

        drivers.remove(FILE_DRIVER);
        registry.driverWent(FILE_DRIVER);
        drivers.add(FILE_DRIVER);
        registry.driverCame(FILE_DRIVER);
        assertEquals(running, changeCounts());
    }

    @Test
    void aTransientCameraOutlivesTheBundleAndNotItsFolder() throws Exception {
        registry.put(camera("line", "Line"), false);
        Map<String, Long> running = changeCounts();
        restartBundle();
        assertEquals(running, changeCounts());
        assertFalse(Files.exists(folder.resolve("cameras/line.yaml")));

        Files.delete(folder.resolve("passing/line.yaml"));
        restartBundle();
        assertTrue(configurations().isEmpty());
    }

    @Test
    void savingATransientCameraMakesItLast() throws Exception {
        registry.put(camera("line", "Line"), false);
        registry.put(camera("line", "Our line"), true);
        assertTrue(Files.exists(folder.resolve("cameras/line.yaml")));
        assertFalse(Files.exists(folder.resolve("passing/line.yaml")));
        assertEquals("Our line", registry.find("line").orElseThrow().name());
    }

    @Test
    void configurationsOfOthersAreLeftAlone() throws Exception {
        Configuration foreign = felix.admin().getFactoryConfiguration("io.sluice.drivers.file", "byhand", "?");
        foreign.update(new Hashtable<>(Map.of("camera.id", "byhand")));
        restartBundle();
        assertTrue(configurations().containsKey("io.sluice.drivers.file~byhand"));
    }

    private Map<String, Configuration> configurations() throws Exception {
        Map<String, Configuration> byPid = new TreeMap<>();
        Configuration[] all = felix.admin().listConfigurations(null);
        if (all != null) {
            Arrays.stream(all).forEach(configuration -> byPid.put(configuration.getPid(), configuration));
        }
        return byPid;
    }

    private Map<String, Long> changeCounts() throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        configurations().forEach((pid, configuration) -> counts.put(pid, configuration.getChangeCount()));
        return counts;
    }

    private static CameraSpec camera(String id, String name, AnalysisSpec... analyses) {
        return new CameraSpec(id, name, new CameraSpec.Source("file", Map.of("path", "/a.mp4")),
                CameraSpec.Recording.DEFAULT, List.of(analyses));
    }

    private static AnalysisSpec analysis(String model, double rate) {
        return new AnalysisSpec(model, rate, new Region(0, 0.25, 1, 0.5), -1, Set.of("person"),
                List.of(new AnalysisSpec.Zone("door", List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)))),
                List.of(new AnalysisSpec.Line("step", new Point(0.1, 0.5), new Point(0.9, 0.5))), "{\"night\":true}", "");
    }
}
