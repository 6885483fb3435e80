package io.sluice.bench.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.bench.SourceServer;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One camera's recording in a gateway, as a client sees it. */
record Recording(Gateway gateway) {

    static final String CAMERA = "recovery";
    static final int FRAMES_PER_SECOND = 30;
    static final Duration SOON = Duration.ofSeconds(60);

    static Recording begin(Gateway gateway, SourceServer camera) throws Exception {
        gateway.launch();
        gateway.awaitHealthy();
        String document = """
                {"id": "%s", "source": {"driver": "rtsp", "settings": {"url": "%s"}}}
                """.formatted(CAMERA, camera.url());
        Await.until("the camera is accepted", SOON,
                () -> gateway.send("PUT", "/api/cameras/" + CAMERA, document).statusCode() / 100 == 2);
        gateway.awaitHealth("recorder", CAMERA, SOON, "OK");
        Recording recording = new Recording(gateway);
        Await.until("something is recorded", SOON, () -> recording.spans().size() == 1);
        return recording;
    }

    /** Stretches without gap. */
    JsonNode spans() throws IOException, InterruptedException {
        return gateway.get("/api/recordings/" + CAMERA).path("spans");
    }

    String health() throws IOException, InterruptedException {
        return gateway.status("recorder", CAMERA).path("health").asText();
    }

    void awaitCameraAway() {
        Await.until("the camera's absence is noticed", SOON,
                () -> !gateway.status("camera", CAMERA).path("health").asText().equals("OK"));
    }

    static void pause(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
