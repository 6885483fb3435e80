package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.WatchPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who has just started the gateway with nothing configured. */
class DemoLineIT {

    private static final String CAMERA = "solder-line";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = Gateway.start(folder.resolve("data"), "--feature", "demo");
        gateway.awaitHealth("camera", CAMERA, SOON, "OK");
        gateway.awaitHealth("recorder", CAMERA, SOON, "OK");
        gateway.awaitHealth("analysis", CAMERA + "/solder-joints", SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @Test
    void goodAndBadJointsAreFound() throws Exception {
        Await.until("good joints are found", SOON, () -> count("good") > 0);
        Await.until("bad joints are found", SOON, () -> {
            for (JsonNode result : gateway.get("/api/results?camera=" + CAMERA + "&order=desc&limit=500").path("results")) {
                List<String> labels = result.findValuesAsText("label");
                if (labels.stream().anyMatch(label -> !label.startsWith("good"))) {
                    return true;
                }
            }
            return false;
        });
    }

    @Test
    void theBrowserShowsItLiveWithBoxesAndPlaysItBackAndSaysHowAllIs() throws Exception {
        try (WatchPage page = new WatchPage(gateway, folder.resolve("browser"))) {
            page.awaitLive(CAMERA);
            page.awaitBoxes(CAMERA, SOON);
            page.screenshot(Path.of("target/screenshots/live.png"));
            JsonNode spans = Await.value("something is recorded", SOON, () -> {
                JsonNode found = gateway.get("/api/recordings/" + CAMERA).path("spans");
                return found.isEmpty() ? null : found;
            });
            page.playBack(CAMERA, Instant.parse(spans.get(0).path("start").asText()).plusSeconds(1));
            page.screenshot(Path.of("target/screenshots/playback.png"));

            gateway.put("nowhere", "{\"id\": \"nowhere\", \"source\": {\"driver\": \"rtsp\","
                    + " \"settings\": {\"url\": \"rtsp://127.0.0.1:1/x\"}}}");
            gateway.awaitHealth("camera", "nowhere", SOON, "FAILED");
            page.awaitStatus("camera/nowhere", gateway.status("camera", "nowhere").path("code").asText());
            page.screenshot(Path.of("target/screenshots/status.png"));
            assertEquals(204, gateway.send("DELETE", "/api/cameras/nowhere", null).statusCode());
            assertEquals(List.of(), page.complaints());
        }
    }

    @Test
    void itsCameraIsForgottenWithTheFeature() throws Exception {
        assertTrue(gateway.get("/api/cameras").findValuesAsText("id").contains(CAMERA));
        gateway.close();
        try (Gateway without = Gateway.start(gateway.data())) {
            JsonNode cameras = Await.value("the cameras are listed", SOON, () -> without.get("/api/cameras"));
            assertTrue(cameras.isEmpty(), "the demo camera outlived the demo");
        } finally {
            start();
        }
    }

    private static int count(String label) throws Exception {
        return gateway.get("/api/results?camera=" + CAMERA + "&label=" + label + "&limit=10").path("results").size();
    }
}
