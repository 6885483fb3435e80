package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.FakeBundleContext;
import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.stream.AccessUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;

/** The whole component with a real decoder and real models; only its neighbours are played by the test. */
class CameraAnalyticsTest {

    private static final int GROUP = 10;

    @TempDir
    Path folder;

    private final FakeBundleContext framework = new FakeBundleContext();
    private final List<AnalysisResult> results = new ArrayList<>();
    private final FakeHub hub = new FakeHub();
    private final OnnxCpu cpu = new OnnxCpu();
    private FakeModels models;
    private CameraAnalytics component;
    private int pictures;

    @BeforeEach
    void prepare() throws IOException {
        framework.store(Files.createDirectories(folder.resolve("storage")));
        models = new FakeModels(folder);
        models.offer("finder", "1");
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
    }

    @AfterEach
    void end() {
        component.deactivate();
        cpu.close();
        assertEquals(0, hub.openTaps());
        assertTrue(framework.services(StatusSource.class).isEmpty());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("analysis-")));
    }

    @Test
    void looksAtEveryPictureAndFollowsWhatItSees() {
        startAndTap(config());
        publish(20, 64, 48);
        awaitResults(20);
        Detection first = result(0).detections().get(0);
        assertEquals("thing", first.label());
        assertEquals(0.9, first.score(), 1e-6);
        assertTrue(first.box().overlap(FakeModels.BOX) > 0.999, first.box().toString());
        for (int index = 0; index < 20; index++) {
            AnalysisResult result = result(index);
            assertEquals("gate", result.frame().cameraId());
            assertEquals(index, result.frame().sequence());
            assertEquals(index * 3600L, result.frame().mediaTime());
            assertEquals(Units.wallClock(index * 3600L) / 1000, result.frame().wallClock().toEpochMilli());
            assertEquals("finder", result.modelId());
            assertEquals("1", result.modelVersion());
            assertEquals(first.trackId(), result.detections().get(0).trackId());
        }
        awaitStatus("analysis.begun");
        assertEquals("analysis/gate/finder", status().orElseThrow().subject().toString());
    }

    @Test
    void looksAtSoManyPicturesASecond() {
        startAndTap(config("frames.per.second", 5.0));
        publish(50, 64, 48);
        awaitResults(10);
        List<Long> times = results().stream().map(result -> result.frame().mediaTime()).toList();
        assertEquals(List.of(0L, 18000L, 36000L, 54000L, 72000L), times.subList(0, 5));
    }

    @Test
    void looksAtTheFirstPictureAtOnceAndThenCatchesUpWithThePresent() {
        hub.publish(SyntheticVideo.greys(64, 48, 60, 25, 100));
        start(config());
        Await.until(() -> last().map(result -> result.frame().sequence() == 59).orElse(false), () -> "never caught up");
        List<Long> sequences = results().stream().map(result -> result.frame().sequence()).toList();
        assertEquals(0, sequences.get(0));
        assertTrue(sequences.size() < 15, sequences.toString());
        assertTrue(sequences.get(1) > 40, sequences.toString());
        awaitStatus("analysis.begun");
    }

    @Test
    void settingsChangeInPlaceAndKeepTracksAndDecoder() {
        startAndTap(config());
        publish(6, 64, 48);
        awaitResults(6);
        long track = result(5).detections().get(0).trackId().orElseThrow();
        component.modified(config("score.threshold", 0.95, "zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        // No key frame among these: a decoder that began anew could not read them.
        publishRest(6, 9, 64, 48);
        awaitResults(9);
        assertTrue(result(8).detections().isEmpty(), result(8).toString());
        component.modified(config("region", "0,0,0.5,0.5", "zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        publish(6, 64, 48);
        awaitResults(15);
        Detection found = result(14).detections().get(0);
        assertTrue(found.box().overlap(new Region(0.125, 0.125, 0.25, 0.25)) > 0.99, found.toString());
        assertEquals(track, found.trackId().orElseThrow());
        assertEquals(1, results().stream().mapToLong(result -> result.crossings().size()).sum());
        assertEquals(1, hub.tapsEver());
    }

    @Test
    void zonesTellWhoIsInside() {
        startAndTap(config("zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        publish(10, 64, 48);
        awaitResults(10);
        List<Crossing> crossings = results().stream().flatMap(result -> result.crossings().stream()).toList();
        assertEquals(1, crossings.size(), crossings.toString());
        assertEquals(Crossing.Kind.ENTER, crossings.get(0).kind());
        assertEquals("all", crossings.get(0).place());
    }

    @Test
    void labelsTheModelLacksAreNamed() {
        start(config("labels", new String[] {"thing", "cat", "ape"}));
        publish(5, 64, 48);
        Status status = awaitStatus("analysis.labels.unknown");
        assertEquals("ape, cat", status.details().get("labels"));
        assertEquals(Health.DEGRADED, status.health());
    }

    @Test
    void followsAChangeOfResolution() {
        startAndTap(config());
        publish(5, 64, 48);
        publish(5, 128, 96);
        publish(5, 64, 48);
        awaitResults(15);
        assertEquals(1, results().stream().map(result -> result.detections().get(0).trackId()).distinct().count());
    }

    @Test
    void aMissingModelIsToldAndTakenWhenItComes() throws IOException {
        models.withdraw("finder");
        start(config());
        Status status = awaitStatus("analysis.model.missing");
        assertEquals(Health.FAILED, status.health());
        models.offer("finder", "1");
        modelEvent();
        publish(5, 64, 48);
        awaitResults(5);
    }

    @Test
    void aCorruptModelIsToldAndTakenWhenRepaired() throws IOException {
        models.offer("finder", "1", Files.writeString(folder.resolve("bad.onnx"), "no model"), List.of("thing"));
        start(config());
        Status status = awaitStatus("analysis.model.rejected");
        assertEquals(Health.FAILED, status.health());
        assertTrue(status.message().contains("bad.onnx"), status.message());
        assertFalse(status.remedy().isEmpty());
        models.offer("finder", "2");
        modelEvent();
        publish(5, 64, 48);
        awaitResults(5);
        assertEquals("2", result(0).modelVersion());
    }

    @Test
    void aModelOfTheWrongShapeIsToldWithItsNumbers() throws IOException {
        Path file = models.file("finder", "1", FakeModels.BOX);
        models.offer("finder", "2", file, List.of("thing", "other"));
        start(config());
        Status status = awaitStatus("analysis.model.rejected");
        assertTrue(status.message().contains("[1, 5, 1]"), status.message());
        assertTrue(status.message().contains("[1, 6, boxes]"), status.message());
    }

    @Test
    void aNewVersionTakesOverBetweenTwoPictures() throws IOException {
        startAndTap(config());
        publish(5, 64, 48);
        awaitResults(5);
        models.offer("finder", "2");
        modelEvent();
        publishUntil("2");
        assertEquals(List.of("1", "2"), results().stream().map(AnalysisResult::modelVersion).distinct().toList());
        assertEquals(sequences(pictures), lookedAt());
        assertEquals(1, results().stream().map(result -> result.detections().get(0).trackId()).distinct().count());
        assertEquals(1, hub.tapsEver());
    }

    @Test
    void aRefusedUpdateLeavesTheOldVersionAtWork() throws IOException {
        startAndTap(config());
        publish(5, 64, 48);
        awaitResults(5);
        models.offer("finder", "2", folder.resolve("absent.onnx"), List.of("thing"));
        modelEvent();
        publish(5, 64, 48);
        awaitResults(10);
        Status status = awaitStatus("analysis.model.update.rejected");
        assertEquals(Map.of("model", "finder", "version", "2", "running", "1"), status.details().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("cause"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals("1", result(9).modelVersion());
    }

    @Test
    void theAcceleratorMayGoAndComeBackAndNoPictureIsLeftOutOrLookedAtTwice() {
        startAndTap(config("zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        publish(5, 64, 48);
        awaitResults(5);
        component.unsetAccelerator(cpu);
        cpu.close();
        Status status = awaitStatus("analysis.accelerator.missing");
        assertEquals(Health.DEGRADED, status.health());
        hub.publish(continued(5, 35));
        try (OnnxCpu next = new OnnxCpu()) {
            component.setAccelerator(next);
            awaitResults(35);
            assertEquals(sequences(35), lookedAt());
            assertEquals(1, results().stream().mapToLong(result -> result.crossings().size()).sum());
            component.deactivate();
        }
        restart();
    }

    @Test
    void replacedItContinuesAfterTheLastPictureLookedAt() {
        startAndTap(config());
        publish(17, 64, 48);
        awaitResults(17);
        component.deactivate();
        hub.publish(continued(17, 45));
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        start(config());
        awaitResults(45);
        assertEquals(sequences(45), lookedAt());
    }

    @Test
    void replacedItKeepsTheBeatOfItsRate() {
        startAndTap(config("frames.per.second", 5.0));
        publish(17, 64, 48);
        Await.until(() -> results().size() == 4, () -> results().size() + " results");
        component.deactivate();
        hub.publish(continued(17, 41));
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        start(config("frames.per.second", 5.0));
        awaitResults(9);
        assertEquals(List.of(0L, 5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L), lookedAt());
    }

    @Test
    void whereTheHubHasThePlaceNoMoreItBeginsWithWhatThereIs() {
        start(config());
        publish(5, 64, 48);
        awaitResults(5);
        component.deactivate();
        FakeHub next = new FakeHub(1000);
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        component.setHub(next);
        component.setAccelerator(cpu);
        component.setModels(models);
        component.activate(config());
        next.publish(SyntheticVideo.greys(64, 48, 5, 25, GROUP));
        awaitResults(10);
        component.deactivate();
        assertEquals(0, next.openTaps());
        restart();
    }

    @Test
    void theHubMayGoAndComeBack() {
        start(config());
        publish(5, 64, 48);
        awaitResults(5);
        component.unsetHub(hub);
        hub.close();
        awaitStatus("analysis.hub.missing");
        FakeHub next = new FakeHub(1000);
        component.setHub(next);
        next.publish(SyntheticVideo.greys(64, 48, 5, 25, GROUP));
        awaitResults(10);
        component.deactivate();
        assertEquals(0, next.openTaps());
        restart();
    }

    @Test
    void aSilentCameraIsToldAndContinues() {
        start(config());
        assertEquals(Health.UNKNOWN, awaitStatus("analysis.stream.waiting").health());
        publish(5, 64, 48);
        awaitResults(5);
        assertEquals(Health.DEGRADED, awaitStatus("analysis.stream.waiting").health());
        publish(5, 64, 48);
        awaitResults(10);
        awaitStatus("analysis.begun");
    }

    @Test
    void wrongSettingsAreToldWithTheirFieldAndTheRightOnesStartIt() {
        start(config("region", "0,0,2,1"));
        Status status = awaitStatus("analysis.settings.invalid");
        assertEquals(Health.FAILED, status.health());
        assertEquals("region", status.details().get("field"));
        component.modified(config());
        publish(5, 64, 48);
        awaitResults(5);
    }

    @Test
    void anotherCameraOrModelBeginsAnew() throws IOException {
        models.offer("other", "7");
        start(config());
        publish(5, 64, 48);
        awaitResults(5);
        component.modified(config("model.id", "other"));
        Await.until(() -> last().map(result -> result.modelId().equals("other")).orElse(false), () -> "no other model");
        assertEquals("7", last().orElseThrow().modelVersion());
        assertEquals("analysis/gate/other", status().orElseThrow().subject().toString());
        assertEquals(2, hub.tapsEver());
    }

    private void start(AnalyticsConfig config) {
        component.setHub(hub);
        component.setAccelerator(cpu);
        component.setModels(models);
        component.activate(config);
    }

    /** Pictures published from now on are taken as they come, and none is left out as old. */
    private void startAndTap(AnalyticsConfig config) {
        start(config);
        Await.until(() -> hub.openTaps() == 1, () -> "no tap, status " + status());
    }

    private void restart() {
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        component.activate(config());
    }

    private void modelEvent() {
        component.handleEvent(new Event("io/sluice/model/CHANGED", Map.of()));
    }

    private static AnalyticsConfig config(Object... changes) {
        return FakeConfig.of(changes);
    }

    /** Pictures that continue the clock of those before and begin with a key frame. */
    private void publish(int count, int width, int height) {
        publishRest(0, count, width, height);
    }

    /** Pictures until the version is at work; it is loaded beside the one in use. */
    private void publishUntil(String version) {
        Await.until(() -> {
            publish(5, 64, 48);
            awaitResults(pictures);
            return result(pictures - 1).modelVersion().equals(version);
        }, () -> "version " + version + " never came, status " + status());
    }

    private void publishRest(int from, int to, int width, int height) {
        int offset = pictures - from;
        List<AccessUnit> units = SyntheticVideo.greys(width, height, to, 25, GROUP).subList(from, to).stream()
                .map(unit -> Units.unit(unit.format(), unit.data(), unit.decodeTime() + offset * 3600L,
                        unit.presentationTime() + offset * 3600L, unit.keyFrame()))
                .toList();
        pictures += units.size();
        for (int at = 0; at < units.size(); at += GROUP) {
            hub.publish(units.subList(at, Math.min(at + GROUP, units.size())));
            Await.until(() -> hub.waiting() == 0, () -> hub.waiting() + " units wait");
        }
    }

    /** Pictures of the stream that {@link #publish} began, at once and without waiting for a reader. */
    private static List<AccessUnit> continued(int from, int to) {
        return SyntheticVideo.greys(64, 48, to, 25, GROUP).subList(from, to);
    }

    private static List<Long> sequences(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private List<Long> lookedAt() {
        return results().stream().map(result -> result.frame().sequence()).toList();
    }

    private void take(AnalysisResult result) {
        synchronized (results) {
            results.add(result);
        }
    }

    private List<AnalysisResult> results() {
        synchronized (results) {
            return List.copyOf(results);
        }
    }

    private AnalysisResult result(int index) {
        return results().get(index);
    }

    private Optional<AnalysisResult> last() {
        List<AnalysisResult> all = results();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private void awaitResults(int count) {
        Await.until(() -> results().size() >= count, () -> results().size() + " results, status " + status());
        assertEquals(count, results().size());
    }

    private Optional<Status> status() {
        return framework.services(StatusSource.class).stream()
                .flatMap(source -> source.statuses().stream())
                .findFirst();
    }

    private Status awaitStatus(String code) {
        Await.until(() -> status().map(status -> status.code().equals(code)).orElse(false),
                () -> "status is " + status() + " and not " + code);
        return status().orElseThrow();
    }
}
