package io.sluice.demo.line.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.CameraSpec.Recording;
import io.sluice.api.device.CameraSpec.Source;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.RejectedException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class DemoLineTest {

    private static final long LOOK_EVERY_MS = 20;

    private final KnownCameras cameras = new KnownCameras();
    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void itsCameraIsKnownWhileItRunsAndNoLonger() throws Exception {
        DemoLine line = line(0);
        try {
            TestFramework.await("runs without anybody who knows cameras", () -> code().equals("demo.running"));
            line.setCameras(cameras);
            TestFramework.await("is announced", () -> cameras.find(DemoCamera.ID).isPresent());
            CameraSpec camera = cameras.find(DemoCamera.ID).orElseThrow();
            assertTrue(camera.source().settings().get("url").startsWith("rtsp://127.0.0.1:"));
            assertTrue(camera.recording().enabled());
            assertEquals(DemoCamera.MODEL, camera.analyses().get(0).modelId());
        } finally {
            line.deactivate();
        }
        assertTrue(cameras.list().isEmpty());
        assertTrue(status().isEmpty());
    }

    @Test
    void aTakenPortIsSaidAndTheLineRunsOnceItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DemoLine line = line(other.getLocalPort());
        try {
            line.setCameras(cameras);
            TestFramework.await("the port is said to be taken", () -> code().equals("demo.port_taken"));
            Status status = status().orElseThrow();
            assertEquals(Health.FAILED, status.health());
            assertTrue(status.message().contains(String.valueOf(other.getLocalPort())), status.message());
            assertEquals(String.valueOf(other.getLocalPort()), status.details().get("port"));
            assertFalse(status.remedy().isEmpty());
            assertTrue(cameras.list().isEmpty());
            other.close();
            TestFramework.await("runs", () -> code().equals("demo.running"));
            TestFramework.await("is announced", () -> cameras.find(DemoCamera.ID).isPresent());
        } finally {
            other.close();
            line.deactivate();
        }
    }

    @Test
    void aRefusedCameraIsSaidAndTriedAgain() throws Exception {
        cameras.refusal = Optional.of("no driver yet");
        DemoLine line = line(0);
        try {
            line.setCameras(cameras);
            TestFramework.await("is refused", () -> code().equals("demo.camera_refused"));
            assertEquals("no driver yet", status().orElseThrow().details().get("cause"));
            cameras.refusal = Optional.empty();
            TestFramework.await("is announced", () -> cameras.find(DemoCamera.ID).isPresent());
            TestFramework.await("runs", () -> code().equals("demo.running"));
        } finally {
            line.deactivate();
        }
    }

    @Test
    void aLineThatStopsIsSaidAndStartedAgain() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        DemoLine line = new DemoLine(framework.context(), 0, port -> {
            boolean fails = opened.incrementAndGet() == 1;
            return new ServedLine() {
                @Override
                public String url() {
                    return "rtsp://127.0.0.1:1/line";
                }

                @Override
                public Optional<Throwable> failure() {
                    return fails ? Optional.of(new IllegalStateException("no encoder")) : Optional.empty();
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }, LOOK_EVERY_MS);
        try {
            TestFramework.await("the stop is said", () -> code().equals("demo.stopped"));
            assertEquals("no encoder", status().orElseThrow().details().get("cause"));
            TestFramework.await("the stopped one is closed", () -> closed.get() == 1);
            TestFramework.await("runs", () -> code().equals("demo.running"));
            assertEquals(2, opened.get());
        } finally {
            line.deactivate();
        }
        assertEquals(2, closed.get());
    }

    @Test
    void aCameraThatSomebodyMadeHisOwnIsLeftAlone() throws Exception {
        CameraSpec own = new CameraSpec(
                DemoCamera.ID, "mine", new Source("rtsp", Map.of("url", "rtsp://192.0.2.1/x")),
                Recording.OFF, List.of());
        cameras.put(own);
        DemoLine line = line(0);
        line.setCameras(cameras);
        TestFramework.await("runs", () -> code().equals("demo.running"));
        line.deactivate();
        assertEquals(List.of(own), cameras.list());
    }

    @Test
    void theServerGoesWithTheComponent() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        DemoLine line = line(port);
        TestFramework.await("runs", () -> code().equals("demo.running"));
        line.deactivate();
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(again.isBound());
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("demo-line")));
    }

    private String code() {
        return status().map(Status::code).orElse("");
    }

    private Optional<Status> status() {
        ServiceReference<StatusSource> reference = framework.context().getServiceReference(StatusSource.class);
        return reference == null
                ? Optional.empty()
                : framework.context().getService(reference).statuses().stream()
                        .filter(status -> status.subject().equals(DemoLine.SUBJECT))
                        .findFirst();
    }

    private DemoLine line(int port) {
        return new DemoLine(framework.context(), port, LineServer::new, LOOK_EVERY_MS);
    }

    /** Cameras in memory, which may be refused. */
    private static final class KnownCameras implements Cameras {

        private final Map<String, CameraSpec> all = new ConcurrentSkipListMap<>();
        private volatile Optional<String> refusal = Optional.empty();

        @Override
        public List<CameraSpec> list() {
            return List.copyOf(all.values());
        }

        @Override
        public Optional<CameraSpec> find(String id) {
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public boolean put(CameraSpec spec) {
            return all.put(spec.id(), spec) == null;
        }

        @Override
        public boolean putTransient(CameraSpec spec) {
            refusal.ifPresent(cause -> {
                throw new RejectedException("test.refused", cause, "", null);
            });
            return put(spec);
        }

        @Override
        public boolean remove(String id) {
            return all.remove(id) != null;
        }
    }
}
