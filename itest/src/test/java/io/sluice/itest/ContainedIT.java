package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
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

    @TempDir
    private static Path folder;

    private static ForeignRtspServer server;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        Files.writeString(data.resolve("etc/io.sluice.accel.contained-onnxcpu.config"), "driver=\"io.sluice.accel.onnxcpu\"\n");
        server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/contained"));
        gateway = Gateway.start(data);
        gateway.put("contained", "{\"id\": \"contained\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/contained") + "\"}}, \"analyses\": [{\"model\": \"solder-joints\", \"framesPerSecond\": 5}]}");
        gateway.awaitHealth("recorder", "contained", SOON, "OK");
        gateway.awaitHealth("analysis", "contained/solder-joints", SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
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

    private static Optional<ProcessHandle> driver() {
        try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
            return all.filter(process -> process.info().arguments()
                    .filter(arguments -> Stream.of(arguments).anyMatch("io.sluice.accel.onnxcpu"::equals))
                    .isPresent()).findFirst();
        }
    }

    private static long newestSequence() throws IOException, InterruptedException {
        return gateway.get("/api/results?camera=contained&order=desc&limit=1").path("results").path(0).path("sequence").asLong();
    }
}
