package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs where and why, in the whole product; and that an analysis finds its place again when what gives it is replaced. */
class PlacementIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static ForeignRtspServer server;
    private static Gateway gateway;
    private static Updates updates;

    @BeforeAll
    static void start() throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        String control = Updates.addTo(distribution);
        server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/placed"));
        gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort(), "--feature", control);
        gateway.launch();
        gateway.awaitHealthy();
        updates = Updates.of(distribution, gateway);
        gateway.put("placed", "{\"id\": \"placed\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/placed") + "\"}}, \"analyses\": [{\"model\": \"solder-joints\", \"framesPerSecond\": 5}]}");
        gateway.awaitHealth("analysis", "placed/solder-joints", SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
        updates.close();
        gateway.close();
        server.close();
    }

    @Test
    void explainsWhereAnAnalysisRuns() throws Exception {
        Await.until("runs are counted", SOON, () -> lease().at("/runs/runs").asLong() > 5);
        JsonNode lease = lease();
        assertEquals("cpu-0", lease.path("accelerator").asText());
        assertEquals(5, lease.path("runsPerSecond").asDouble());
        assertTrue(lease.at("/options/0/worstMillis").asDouble() > 0, lease.toString());
        assertTrue(lease.at("/options/0/loadAfter").asDouble() > 0, lease.toString());
        JsonNode session = gateway.get("/api/accelerators").at("/0/sessions/0");
        assertEquals("camera/placed", session.at("/users/0").asText(), session.toString());
    }

    @Test
    void tellsWhatTheGatewayHasInTheStandardsTerms() throws Exception {
        Await.until("decoding is measured", SOON, () -> gateway.get("/api/resources")
                .at("/TotalResource/ResourceInfo/VideoProcessResource/0/Decoding/MaxPerf").asDouble() > 0);
        JsonNode both = gateway.get("/api/resources");
        assertEquals(20, both.at("/TotalResource/DeviceID").asText().length());
        assertEquals("float32", power(both).findValuesAsText("Precision").stream()
                .filter(precision -> precision.equals("float32")).findFirst().orElse(power(both).toString()));
        assertTrue(both.at("/AvailableResource/ResourceInfo/CommonResource/AvailableMemory").asLong() > 0);
        Await.until("a sample of the use", SOON, () ->
                gateway.get("/api/resources/history?minutes=5").at("/samples/0/accelerators").has("cpu-0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.sluice.accel.onnxcpu", "io.sluice.placement"})
    void findsAPlaceAgain(String bundle) throws Exception {
        updates.update(bundle);
        gateway.awaitHealthy();
        long newest = newestSequence();
        Await.until("pictures after the update are analysed", SOON, () -> newestSequence() > newest + 5);
        Await.until("its lease tells of it", SOON, () -> lease().path("accelerator").asText().equals("cpu-0")
                && lease().at("/runs/runs").asLong() > 0);
        assertEquals(1, gateway.get("/api/placement").size());
        assertTrue(gateway.status("placement", "camera/placed/solder-joints").isMissingNode());
    }

    private static JsonNode power(JsonNode both) {
        return both.at("/TotalResource/ResourceInfo/ComputeResource/TotalPower");
    }

    private static JsonNode lease() throws IOException, InterruptedException {
        return gateway.get("/api/placement").path(0);
    }

    private static long newestSequence() throws IOException, InterruptedException {
        return gateway.get("/api/results?camera=placed&order=desc&limit=1").path("results").path(0).path("sequence").asLong();
    }
}
