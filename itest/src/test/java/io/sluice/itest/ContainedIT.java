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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver in a process of its own, in the whole product: its crash stops no recording, and the analysis goes on by itself. */
class ContainedIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String QUARANTINED = "accelerator.model.quarantined";
    private static final String DRIVER = "io.sluice.accel.onnxcpu";

    @TempDir
    private static Path folder;

    private static ForeignRtspServer server;
    private static Gateway gateway;
    private static Updates updates;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        contain(data, 3);
        Files.writeString(data.resolve("etc/io.sluice.placement.config"), "back.off.seconds=I\"1\"\n");
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        String control = Updates.addTo(distribution);
        server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/contained"));
        gateway = Gateway.prepare(distribution.home(), data, Gateway.freePort(), "--feature", control);
        gateway.launch();
        gateway.awaitHealthy();
        updates = Updates.of(distribution, gateway);
        gateway.put("contained", "{\"id\": \"contained\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/contained") + "\"}}, \"analyses\": [{\"model\": \"solder-joints\", \"framesPerSecond\": 5}]}");
        gateway.awaitHealth("recorder", "contained", SOON, "OK");
        gateway.awaitHealth("analysis", "contained/solder-joints", SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
        updates.close();
        gateway.close();
        server.close();
    }

    @Test
    void aCrashOfTheDriverCostsNoRecordingAndTheAnalysisGoesOn() throws Exception {
        Await.until("the driver is out", SOON, () -> driver().isPresent()
                && gateway.status("accelerator", "cpu-0").path("health").asText().equals("OK"));
        for (int crash = 0; crash < 3; crash++) {
            long newest = newestSequence();
            Await.until("pictures are analysed", SOON, () -> newestSequence() > newest + 3);
            String recording = gateway.status("recorder", "contained").path("since").asText();
            ProcessHandle process = driver().orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            long before = newestSequence();
            Await.until("another process", SOON, () -> driver().isPresent());
            Await.until("pictures after the crash are analysed", SOON, () -> newestSequence() > before + 3);
            JsonNode recorder = gateway.status("recorder", "contained");
            assertEquals("OK", recorder.path("health").asText());
            assertEquals(recording, recorder.path("since").asText(), "the recorder noticed");
        }
        gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
    }

    @Test
    void anUpdateOfTheDriverInUseStopsNoRecordingAndTheAnalysisGoesOn() throws Exception {
        awaitPictures();
        String recording = gateway.status("recorder", "contained").path("since").asText();
        ProcessHandle before = driver().orElseThrow();
        updates.update(DRIVER);
        before.onExit().join();
        Await.until("another process", SOON, () -> driver().isPresent());
        awaitPictures();
        JsonNode recorder = gateway.status("recorder", "contained");
        assertEquals("OK", recorder.path("health").asText());
        assertEquals(recording, recorder.path("since").asText(), "the recorder noticed");
        gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
    }

    @Test
    void aModelThatHangsItsDriverIsNotRunUntilItIsReleased() throws Exception {
        ProcessHandle former = driver().orElseThrow();
        contain(gateway.data(), 1);
        former.onExit().join();
        String code = "accelerator.ready";
        // Whether the frozen process owes somebody a run or a reading first is its own affair: only a run is blamed.
        for (int freeze = 0; freeze < 5 && !code.equals(QUARANTINED); freeze++) {
            awaitPictures();
            ProcessHandle process = driver().orElseThrow();
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
            process.onExit().join();
            Await.until("another process", SOON, () -> driver().isPresent());
            code = gateway.awaitCode("accelerator", "cpu-0", SOON, "accelerator.ready", QUARANTINED).path("code").asText();
        }
        assertEquals(QUARANTINED, code);
        JsonNode status = gateway.status("accelerator", "cpu-0");
        assertEquals("DEGRADED", status.path("health").asText());
        assertTrue(status.path("message").asText().contains("Not run until 20"), status.toString());
        gateway.awaitHealth("analysis", "contained/solder-joints", SOON, "DEGRADED");
        assertEquals("OK", gateway.status("recorder", "contained").path("health").asText());

        assertEquals(404, gateway.send("POST", "/api/accelerators/cpu-7/release", "{}").statusCode());
        assertEquals(204, gateway.send("POST", "/api/accelerators/cpu-0/release", "{}").statusCode());
        gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
        awaitPictures();
        gateway.awaitHealth("analysis", "contained/solder-joints", SOON, "OK");
        ProcessHandle strict = driver().orElseThrow();
        contain(gateway.data(), 3);
        strict.onExit().join();
    }

    private static void contain(Path data, int crashes) throws IOException {
        Files.writeString(data.resolve("etc/io.sluice.accel.contained-onnxcpu.config"),
                "driver=\"" + DRIVER + "\"\ncrashes=I\"" + crashes + "\"\nrun.limit.seconds=I\"2\"\n");
    }

    private static void awaitPictures() throws IOException, InterruptedException {
        long newest = newestSequence();
        Await.until("pictures are analysed", SOON, () -> newestSequence() > newest + 3);
    }

    private static Optional<ProcessHandle> driver() {
        try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
            return all.filter(process -> process.info().arguments()
                    .filter(arguments -> Stream.of(arguments).anyMatch(DRIVER::equals))
                    .isPresent()).findFirst();
        }
    }

    private static long newestSequence() throws IOException, InterruptedException {
        return gateway.get("/api/results?camera=contained&order=desc&limit=1").path("results").path(0).path("sequence").asLong();
    }
}
