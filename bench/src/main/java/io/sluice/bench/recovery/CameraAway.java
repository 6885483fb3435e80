package io.sluice.bench.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.bench.SourceServer;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A camera that goes and comes back: how long from its return to the first recorded picture. */
final class CameraAway {

    /** Long enough for several tries in vain; differs from run to run, so that no phase is preferred. */
    private static final int AWAY_MS = 4000;
    private static final int STEP_MS = 370;

    private CameraAway() {}

    static List<Double> millis(Path folder, Path clip, int runs) throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        Gateway gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort());
        SourceServer camera = SourceServer.loop(clip, Recording.FRAMES_PER_SECOND);
        int port = camera.port();
        try {
            Recording recording = Recording.begin(gateway, camera);
            List<Double> millis = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                int before = recording.spans().size();
                camera.close();
                recording.awaitCameraAway();
                Recording.pause(AWAY_MS + run * STEP_MS);
                Instant back = Instant.now();
                camera = SourceServer.loop(clip, Recording.FRAMES_PER_SECOND, port);
                JsonNode spans = Await.value("the recording is back", Recording.SOON, () -> {
                    JsonNode found = recording.spans();
                    return found.size() > before ? found : null;
                });
                Instant first = Instant.parse(spans.path(spans.size() - 1).path("start").asText());
                millis.add(Duration.between(back, first).toNanos() / 1e6);
            }
            return millis;
        } finally {
            camera.close();
            gateway.close();
        }
    }
}
