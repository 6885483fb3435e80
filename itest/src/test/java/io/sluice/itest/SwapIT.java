package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Updates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles replaced under a live recording: it goes on without a gap, and results come again. */
class SwapIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static ForeignRtspServer server;
    private static Gateway gateway;
    private static Updates updates;

    @BeforeAll
    static void start() throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        String control = Updates.addTo(distribution);
        server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/swap"));
        gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort(), "--feature", control);
        gateway.launch();
        gateway.awaitHealthy();
        updates = Updates.of(distribution, gateway);
        gateway.put("swap", "{\"id\": \"swap\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/swap") + "\"}}, \"analyses\": [{\"model\": \"solder-joints\", \"framesPerSecond\": 5}]}");
        gateway.awaitHealth("recorder", "swap", SOON, "OK");
        gateway.awaitHealth("analysis", "swap/solder-joints", SOON, "OK");
        Await.until("something is recorded", SOON, () -> spans() == 1);
    }

    @AfterAll
    static void stop() throws Exception {
        updates.close();
        gateway.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "io.sluice.analytics", "io.sluice.models", "io.sluice.accel.onnxcpu", "io.sluice.placement", "io.sluice.classic", "io.sluice.results", "io.sluice.live",
        "io.sluice.playback", "io.sluice.rest", "io.sluice.devices", "io.sluice.store", "io.sluice.status",
        "io.sluice.drivers.file", "io.sluice.recorder"
    })
    void leavesNoGapInTheRecording(String bundle) throws Exception {
        int spans = spans();
        updates.update(bundle);
        gateway.awaitHealthy();
        long newest = newestSequence();
        long units = units();
        Await.until("pictures after the update are analysed", SOON, () -> newestSequence() > newest + 5);
        Await.until("pictures after the update are recorded", SOON, () ->
                gateway.status("recorder", "swap").path("health").asText().equals("OK") && units() > units + 30);
        assertEquals(spans, spans(), "updating " + bundle + " made a gap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.sluice.hub", "io.sluice.drivers.rtsp"})
    void ofWhatCarriesTheStreamCostsAMomentOnly(String bundle) throws Exception {
        int spans = spans();
        updates.update(bundle);
        gateway.awaitHealthy();
        long newest = newestSequence();
        Await.until("pictures after the update are analysed", SOON, () -> newestSequence() > newest + 5);
        Await.until("pictures after the update are recorded", SOON, () -> spans() == spans + 1);
        gateway.awaitHealth("recorder", "swap", SOON, "OK");
    }

    private static int spans() throws IOException, InterruptedException {
        return gateway.get("/api/recordings/swap").path("spans").size();
    }

    private static long units() throws IOException, InterruptedException {
        return gateway.get("/api/cameras/swap").at("/stream/units").asLong();
    }

    private static long newestSequence() throws IOException, InterruptedException {
        return gateway.get("/api/results?camera=swap&order=desc&limit=1").path("results").path(0).path("sequence").asLong();
    }
}
