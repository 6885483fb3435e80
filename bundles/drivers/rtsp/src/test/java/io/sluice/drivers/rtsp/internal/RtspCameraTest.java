package io.sluice.drivers.rtsp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.status.Health;
import io.sluice.drivers.rtsp.internal.FakeHub.Seen;
import io.sluice.rtsp.auth.Credentials;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The component against a real server: what happens to the pictures and what is said, over a camera's life. */
class RtspCameraTest {

    private static final long DEADLINE = 20_000_000_000L;

    private final FakeHub hub = new FakeHub();
    private final List<AutoCloseable> open = new ArrayList<>();
    private SharedEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new SharedEngine();
        open.add(engine::close);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("rtsp-\\d+"))
                .toList();
        assertEquals(List.of(), left, "threads outlived the engine");
    }

    @Test
    void picturesReachTheHubAndTheStatusSaysSo() throws IOException {
        RtspCamera camera = camera(server(Optional.empty()).url());

        await(() -> hub.seen().size() > 20, camera);

        assertEquals(Health.OK, camera.status().health());
        assertEquals("rtsp.playing", camera.status().code());
        assertEquals("160", camera.status().details().get("width"));
        assertEquals("gate-1", camera.status().subject().id());
    }

    @Test
    void cameraThatWasAwayComesBackAndItsTimesGoOn() throws IOException {
        TestCamera server = server(Optional.empty());
        RtspCamera camera = camera(server.url());
        await(() -> hub.seen().size() > 5, camera);

        server.switchOff();
        await(() -> camera.status().health() == Health.FAILED, camera);
        await(() -> camera.status().code().equals("rtsp.unreachable"), camera);
        assertFalse(camera.status().remedy().isEmpty());
        int before = hub.seen().size();
        long gone = hub.seen().get(before - 1).wall();
        server.switchOn();
        await(() -> hub.seen().size() > before + 5, camera);

        List<Seen> seen = hub.seen();
        assertEquals(Health.OK, camera.status().health());
        assertTrue(seen.get(before).discontinuity(), "the gap is marked");
        for (int i = 1; i < seen.size(); i++) {
            assertTrue(seen.get(i).decode() >= seen.get(i - 1).decode(), "times fell at " + i);
        }
        long mediaGap = (seen.get(before).decode() - seen.get(before - 1).decode()) * 100 / 9;
        long wallGap = seen.get(before).wall() - gone;
        assertTrue(Math.abs(mediaGap - wallGap) < 500_000,
                "media time went on by " + mediaGap + ", clock by " + wallGap);
    }

    @Test
    void wrongPasswordIsSaidAndTheRightOneHelpsAtOnce() throws IOException {
        TestCamera server = server(Optional.of(new Credentials("admin", "right")));
        RtspCamera camera = camera(server.url(), "admin", "wrong");
        await(() -> camera.status().code().equals("rtsp.unauthorized"), camera);
        assertEquals(Health.FAILED, camera.status().health());
        assertFalse(camera.status().toString().contains("wrong"), "the password is told");

        camera.modified(config(server.url(), "Gate", "admin", "right"));

        await(() -> camera.status().health() == Health.OK, camera);
    }

    @Test
    void newNameDoesNotReconnect() throws IOException {
        TestCamera server = server(Optional.empty());
        RtspCamera camera = camera(server.url());
        await(() -> hub.seen().size() > 5, camera);

        camera.modified(config(server.url(), "Another name", "", ""));
        int before = hub.seen().size();
        await(() -> hub.seen().size() > before + 30, camera);

        assertEquals(1, hub.seen().stream().filter(Seen::discontinuity).count(), "only the first unit begins anew");
        assertEquals(1, hub.publishers());
        assertEquals(1, server.viewers());
    }

    @Test
    void newAddressReconnectsThere() throws IOException {
        TestCamera first = server(Optional.empty());
        TestCamera second = server(Optional.empty());
        RtspCamera camera = camera(first.url());
        await(() -> first.viewers() == 1, camera);

        camera.modified(config(second.url(), "Gate", "", ""));

        await(() -> second.viewers() == 1 && first.viewers() == 0, camera);
    }

    @Test
    void hubThatIsReplacedGetsThePicturesWithoutReconnection() throws IOException {
        TestCamera server = server(Optional.empty());
        RtspCamera camera = camera(server.url());
        await(() -> hub.seen().size() > 5, camera);

        FakeHub next = new FakeHub();
        hub.end();
        camera.setHub(next);
        camera.unsetHub(hub);
        await(() -> next.seen().size() > 5, camera);
        assertFalse(next.seen().get(0).discontinuity(), "the session went on");

        camera.unsetHub(next);
        await(() -> camera.status().code().equals("rtsp.no_hub"), camera);
        FakeHub last = new FakeHub();
        camera.setHub(last);
        await(() -> last.seen().size() > 5 && camera.status().health() == Health.OK, camera);
    }

    @Test
    void stallIsNoticedAndOvercome() throws IOException {
        TestCamera server = server(Optional.empty());
        RtspCamera camera = camera(server.url());
        await(() -> hub.seen().size() > 5, camera);

        server.freeze();
        await(() -> camera.status().code().equals("rtsp.stalled"), camera);
        server.thaw();

        await(() -> camera.status().health() == Health.OK, camera);
    }

    @Test
    void cameraThatIsNotThereIsTriedUntilItIs() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        RtspCamera camera = camera("rtsp://127.0.0.1:" + port + "/x");

        await(() -> camera.status().code().equals("rtsp.unreachable"), camera);
        assertTrue(camera.status().message().contains(":" + port), camera.status().message());
    }

    @Test
    void brokenSettingIsSaidAndItsCorrectionHelps() throws IOException {
        RtspCamera camera = camera("http://example.invalid/");
        assertEquals("rtsp.misconfigured", camera.status().code());
        assertTrue(camera.status().message().contains("url"), camera.status().message());

        camera.modified(config(server(Optional.empty()).url(), "Gate", "", ""));

        await(() -> camera.status().health() == Health.OK, camera);
    }

    private TestCamera server(Optional<Credentials> login) throws IOException {
        TestCamera server = new TestCamera(login);
        open.add(server);
        return server;
    }

    private RtspCamera camera(String url) {
        return camera(url, "", "");
    }

    private RtspCamera camera(String url, String user, String password) {
        RtspCamera camera = new RtspCamera(FakeContext.create(), config(url, "Gate", user, password), engine);
        camera.setHub(hub);
        open.add(camera::deactivate);
        return camera;
    }

    private static void await(BooleanSupplier condition, RtspCamera camera) {
        long end = System.nanoTime() + DEADLINE;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain; status " + camera.status());
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static RtspConfig config(String address, String name, String login, String secret) {
        return new RtspConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return RtspConfig.class;
            }

            @Override
            public String camera_id() {
                return "gate-1";
            }

            @Override
            public String camera_name() {
                return name;
            }

            @Override
            public String url() {
                return address;
            }

            @Override
            public String user() {
                return login;
            }

            @Override
            public String password() {
                return secret;
            }

            @Override
            public String transport() {
                return "tcp";
            }
        };
    }
}
