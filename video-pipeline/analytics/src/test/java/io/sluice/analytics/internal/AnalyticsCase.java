package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.FakeBundleContext;
import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.result.AnalysisResult;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;

/** The whole component with a real decoder and real models; only its neighbours are played by the test. */
abstract class AnalyticsCase {

    static final int GROUP = 10;

    @TempDir
    Path folder;

    final FakeBundleContext framework = new FakeBundleContext();
    final List<AnalysisResult> results = new ArrayList<>();
    final FakeHub hub = new FakeHub();
    final OnnxCpu cpu = new OnnxCpu();
    FakeModels models;
    CameraAnalytics component;
    int pictures;

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

    void start(AnalyticsConfig config) {
        component.setHub(hub);
        component.setAccelerator(cpu);
        component.setModels(models);
        component.activate(config);
    }

    /** Pictures published from now on are taken as they come, and none is left out as old. */
    void startAndTap(AnalyticsConfig config) {
        start(config);
        Await.until(() -> hub.openTaps() == 1, () -> "no tap, status " + status());
    }

    void restart() {
        component = new CameraAnalytics(framework.context(), this::take, () -> "8.0.1");
        component.activate(config());
    }

    void modelEvent() {
        component.handleEvent(new Event("io/sluice/model/CHANGED", Map.of()));
    }

    static AnalyticsConfig config(Object... changes) {
        return FakeConfig.of(changes);
    }

    /** Pictures that continue the clock of those before and begin with a key frame. */
    void publish(int count, int width, int height) {
        publishRest(0, count, width, height);
    }

    /** Pictures until the version is at work; it is loaded beside the one in use. */
    void publishUntil(String version) {
        Await.until(() -> {
            publish(5, 64, 48);
            awaitResults(pictures);
            return result(pictures - 1).modelVersion().equals(version);
        }, () -> "version " + version + " never came, status " + status());
    }

    void publishRest(int from, int to, int width, int height) {
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
    static List<AccessUnit> continued(int from, int to) {
        return SyntheticVideo.greys(64, 48, to, 25, GROUP).subList(from, to);
    }

    static List<Long> sequences(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    List<Long> lookedAt() {
        return results().stream().map(result -> result.frame().sequence()).toList();
    }

    void take(AnalysisResult result) {
        synchronized (results) {
            results.add(result);
        }
    }

    List<AnalysisResult> results() {
        synchronized (results) {
            return List.copyOf(results);
        }
    }

    AnalysisResult result(int index) {
        return results().get(index);
    }

    Optional<AnalysisResult> last() {
        List<AnalysisResult> all = results();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    void awaitResults(int count) {
        Await.until(() -> results().size() >= count, () -> results().size() + " results, status " + status());
        assertEquals(count, results().size());
    }

    Optional<Status> status() {
        return framework.services(StatusSource.class).stream()
                .flatMap(source -> source.statuses().stream())
                .findFirst();
    }

    Status awaitStatus(String code) {
        Await.until(() -> status().map(status -> status.code().equals(code)).orElse(false),
                () -> "status is " + status() + " and not " + code);
        return status().orElseThrow();
    }
}
