package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.GarbageServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong with cameras: each fault is told with cause and remedy, ends by itself when its cause does, and leaves a
 * healthy camera beside it alone.
 */
class CameraFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    /** Two seconds and one group of pictures of a second, and what the test itself takes on a busy machine. */
    private static final Duration BACK = Duration.ofSeconds(8);

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static ForeignRtspServer healthy;

    @BeforeAll
    static void start() throws Exception {
        healthy = ForeignRtspServer.start(ForeignRtspServer.testPicture("/healthy"));
        gateway = Gateway.start(folder.resolve("data"));
        gateway.put("healthy", rtsp(healthy.address("/healthy"), ""));
        gateway.awaitHealth("camera", "healthy", SOON, "OK");
        gateway.awaitHealth("recorder", "healthy", SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            assertUndisturbed();
        } finally {
            gateway.close();
            healthy.close();
        }
    }

    @Test
    void unreachableThenThere() throws Exception {
        ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/late"));
        String address = server.address("/late");
        server.kill();
        gateway.put("late", rtsp(address, ""));
        assertTold(gateway.awaitHealth("camera", "late", SOON, "FAILED"));
        server.start();
        gateway.awaitHealth("camera", "late", SOON, "OK");
        gateway.awaitHealth("recorder", "late", SOON, "OK");
        remove("late");
        server.close();
    }

    @Test
    void wrongPasswordThenRight() throws Exception {
        try (ForeignRtspServer server =
                ForeignRtspServer.startGuarded("operator", "s3cret", ForeignRtspServer.testPicture("/guarded"))) {
            gateway.put("guarded", rtsp(server.address("/guarded"), ", \"user\": \"operator\", \"password\": \"wrong-pw\""));
            JsonNode status = gateway.awaitHealth("camera", "guarded", SOON, "FAILED");
            assertTold(status);
            assertEquals("rtsp.unauthorized", status.path("code").asText());
            gateway.put("guarded", rtsp(server.address("/guarded"), ", \"user\": \"operator\", \"password\": \"s3cret\""));
            gateway.awaitHealth("camera", "guarded", SOON, "OK");
            String within = server.address("/guarded").replace("rtsp://", "rtsp://operator:s3cret@");
            gateway.put("guarded", rtsp(within, ""));
            gateway.awaitHealth("camera", "guarded", SOON, "OK");
            String all = gateway.get("/api/cameras").toString() + gateway.get("/api/status");
            assertFalse(all.contains("s3cret"), "a password is shown by the API");
            assertFalse(gateway.logText().contains("s3cret"), "a password is in the log");
            remove("guarded");
        }
    }

    @Test
    void goneAndBack() throws Exception {
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/plug"))) {
            gateway.put("plug", rtsp(server.address("/plug"), ""));
            gateway.awaitHealth("recorder", "plug", SOON, "OK");
            awaitRecorded("plug", 2);
            server.kill();
            assertTold(gateway.awaitHealth("camera", "plug", SOON, "FAILED"));
            server.start();
            gateway.awaitHealth("camera", "plug", BACK, "OK");
            gateway.awaitHealth("recorder", "plug", BACK, "OK");
            Await.until("the recording has one gap", SOON, () -> spans("plug").size() == 2);
            remove("plug");
        }
    }

    @Test
    void frozenIsNoticedAndThawed() throws Exception {
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/ice"))) {
            gateway.put("ice", rtsp(server.address("/ice"), ""));
            gateway.awaitHealth("recorder", "ice", SOON, "OK");
            server.freeze();
            JsonNode status = Await.value("the freeze is noticed", SOON, () -> {
                JsonNode now = gateway.status("camera", "ice");
                return now.path("health").asText().equals("OK") ? null : now;
            });
            assertTold(status);
            server.thaw();
            gateway.awaitHealth("camera", "ice", SOON, "OK");
            gateway.awaitHealth("recorder", "ice", SOON, "OK");
            remove("ice");
        }
    }

    @Test
    void garbageHarmsNothing() throws Exception {
        try (GarbageServer server = new GarbageServer()) {
            gateway.put("garbage", rtsp("rtsp://127.0.0.1:" + server.port() + "/x", ""));
            assertTold(gateway.awaitHealth("camera", "garbage", SOON, "FAILED"));
            Await.until("it is tried again", SOON, () -> server.connections() > 1);
            remove("garbage");
        }
    }

    @Test
    void lostPacketsAreToldAndTheRestIsRecorded() throws Exception {
        String lossy = ForeignRtspServer.testPicture("/lossy", "! identity drop-probability=0.03 name=pay0");
        try (ForeignRtspServer server = ForeignRtspServer.start(lossy)) {
            gateway.put("lossy", rtsp(server.address("/lossy"), ""));
            JsonNode status = gateway.awaitHealth("camera", "lossy", SOON, "DEGRADED");
            assertTold(status);
            awaitRecorded("lossy", 3);
            remove("lossy");
        }
    }

    @Test
    void aNewResolutionInMidStreamIsRecordedAndAnalysed() throws Exception {
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/shrink"))) {
            gateway.put("shrink", rtsp(server.address("/shrink"), "")
                    .replace("{\"id\"", "{\"analyses\": [{\"model\": \"solder-joints\"}], \"id\""));
            gateway.awaitHealth("analysis", "shrink/solder-joints", SOON, "OK");
            Await.until("it streams at first", SOON, () -> width("shrink") == 640);
            awaitRecorded("shrink", 2);
            server.shrink();
            Await.until("it streams in the new size", SOON, () -> width("shrink") == 320);
            gateway.awaitHealth("camera", "shrink", SOON, "OK");
            gateway.awaitHealth("recorder", "shrink", SOON, "OK");
            long analysed = analysed("shrink");
            Await.until("pictures of the new size are analysed", SOON, () -> analysed("shrink") > analysed + 15);
            remove("shrink");
        }
    }

    @Test
    void aChangeOfTheNameDoesNotReconnect() throws Exception {
        long before = units("healthy");
        gateway.put("healthy", rtsp(healthy.address("/healthy"), "").replace("{\"id\"", "{\"name\": \"Yard\", \"id\""));
        assertEquals("Yard", gateway.get("/api/cameras/healthy").path("name").asText());
        Await.until("it streams on", SOON, () -> units("healthy") > before + 15);
        assertEquals(1, spans("healthy").size(), "renaming a camera interrupted its recording");
    }

    private static void assertUndisturbed() throws Exception {
        assertEquals(1, spans("healthy").size(), "the healthy camera's recording was interrupted");
        assertEquals(200, gateway.send("GET", "/system/health", null).statusCode());
    }

    private static void assertTold(JsonNode status) {
        assertTrue(status.path("message").asText().length() > 10, "no cause: " + status);
        assertTrue(status.path("remedy").asText().length() > 10, "no remedy: " + status);
    }

    private static String rtsp(String url, String moreSettings) {
        return "{\"id\": \"" + url.substring(url.lastIndexOf('/') + 1).replace("x", "garbage") + "\", "
                + "\"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \"" + url + "\"" + moreSettings + "}}}";
    }

    private static void remove(String id) throws IOException, InterruptedException {
        assertEquals(204, gateway.send("DELETE", "/api/cameras/" + id, null).statusCode());
        Await.until("nothing is said of " + id + " any more", SOON,
                () -> gateway.status("camera", id).isMissingNode() && gateway.status("recorder", id).isMissingNode());
    }

    private static JsonNode spans(String id) throws IOException, InterruptedException {
        return gateway.get("/api/recordings/" + id).path("spans");
    }

    /** Sequence of the latest picture with a result. */
    private static long analysed(String id) throws IOException, InterruptedException {
        return gateway.get("/api/results?camera=" + id + "&order=desc&limit=1").at("/results/0/sequence").asLong();
    }

    private static long units(String id) throws IOException, InterruptedException {
        return gateway.get("/api/cameras/" + id).at("/stream/units").asLong();
    }

    private static int width(String id) throws IOException, InterruptedException {
        return gateway.get("/api/cameras/" + id).at("/stream/format/width").asInt();
    }

    private static void awaitRecorded(String id, int seconds) {
        Await.until(seconds + " s of " + id + " are recorded", SOON, () -> {
            Duration recorded = Duration.ZERO;
            for (JsonNode span : spans(id)) {
                recorded = recorded.plus(Duration.between(
                        Instant.parse(span.path("start").asText()),
                        Instant.parse(span.path("end").asText())));
            }
            return recorded.toSeconds() >= seconds;
        });
    }
}
