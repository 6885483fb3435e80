package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.hub.internal.TestHub;
import io.sluice.mp4.clips.Clip;
import io.sluice.support.testing.TestFramework;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentTest {

    private final Clip clip = Clip.load("plain.h264");
    private final JdbcConnectionPool database = Bench.freshDatabase();

    @TempDir
    private Path data;

    private TestFramework framework;
    private TestHub hub;
    private RecorderComponent recorder;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of("sluice.data", data.toString()));
        hub = new TestHub();
        recorder = new RecorderComponent(framework.context(), recorderConfig(""));
        recorder.setHub(hub.hub());
        recorder.setDatabase(database);
    }

    @AfterEach
    void stop() throws Exception {
        recorder.deactivate();
        // The framework takes references back after that.
        recorder.unsetDatabase(database);
        recorder.unsetHub(hub.hub());
        hub.close();
        database.dispose();
        framework.close();
    }

    @Test
    void aCameraIsRecordedWhileItsConfigurationIsThere() throws Exception {
        CameraComponent camera = new CameraComponent(recorder, cameraConfig("gate-1"));
        publish("gate-1");
        TestFramework.await("it is recorded", () -> listed("gate-1"));
        camera.modified(cameraConfig("gate-2"));
        publish("gate-2");
        TestFramework.await("the other is recorded", () -> listed("gate-2"));
        assertTrue(hub.hub().stream("gate-1").orElseThrow().taps().isEmpty(), "the first is recorded no more");
        camera.deactivate();
        assertTrue(hub.hub().stream("gate-2").orElseThrow().taps().isEmpty());
        assertTrue(recorder.segment(recorder.segments("gate-2", clipBegin(), clipEnd()).get(0).id())
                .orElseThrow().complete());
    }

    @Test
    void anotherFolderIsUsedFromThenOn() throws Exception {
        CameraComponent camera = new CameraComponent(recorder, cameraConfig("gate-1"));
        publish("gate-1");
        TestFramework.await("it is recorded", () -> listed("gate-1"));
        Path other = data.resolve("elsewhere");
        recorder.modified(recorderConfig(other.toString()));
        TestFramework.await("the index follows the folder", () -> {
            try {
                return !listed("gate-1") || recorder.segments("gate-1", clipBegin(), clipEnd()).stream()
                        .allMatch(segment -> segment.file().startsWith(other));
            } catch (UnavailableException notYet) {
                return false;
            }
        });
        camera.deactivate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "-a", "a b"})
    void whatIsNoCameraIsRefused(String id) {
        CameraConfig config = cameraConfig(id);
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> new CameraComponent(recorder, config));
        assertEquals("camera.id", refused.field());
        assertFalse(data.resolve("recordings").resolve(id).resolve("2026").toFile().exists());
    }

    private boolean listed(String camera) {
        try {
            return recorder.cameras().contains(camera);
        } catch (UnavailableException notYet) {
            return false;
        }
    }

    private void publish(String camera) throws InterruptedException {
        StreamPublisher publisher = hub.hub().publish(camera);
        TestFramework.await("the camera is tapped", () -> !hub.hub().stream(camera).orElseThrow().taps().isEmpty());
        for (int index = 0; index < 50; index++) {
            publisher.publish(clip.unit(index, () -> {}));
        }
    }

    private static Instant clipBegin() {
        return Instant.EPOCH;
    }

    private static Instant clipEnd() {
        return Instant.parse("2100-01-01T00:00:00Z");
    }

    private static RecorderConfig recorderConfig(String directory) {
        return config(RecorderConfig.class, Map.of("directory", directory, "max_bytes", 0L, "min_free_bytes", 0L));
    }

    private static CameraConfig cameraConfig(String camera) {
        return config(CameraConfig.class, Map.of("camera_id", camera, "segment_seconds", 1, "max_age_hours", 0));
    }

    private static <T> T config(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> values.get(method.getName())));
    }
}
