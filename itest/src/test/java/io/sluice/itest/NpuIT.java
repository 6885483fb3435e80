package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.TintModel;
import io.sluice.itest.harness.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The optional drivers of neural processors in the whole product: silent without a chip, precise where one was asked for. */
class NpuIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path STAND_IN = Path.of("../accel-drivers/ascend/src/test/c/ascendcl_standin.c");

    @TempDir
    private Path folder;

    @Test
    void aChipIsMissingThenThereOnceItsLibraryIsFound() throws Exception {
        Path library = folder.resolve("libascendcl.so");
        Process compiler = compile(library);
        try (Gateway gateway = Gateway.start(folder.resolve("data"), "--feature", "npu")) {
            gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
            assertEquals(1, accelerators(gateway), "drivers without a library complain");
            configure(gateway, "ascend", folder.resolve("nowhere.so"));
            JsonNode missing = gateway.awaitCode("accelerator", "ascend", SOON, "accelerator.library.missing");
            assertTrue(missing.path("message").asText().contains("nowhere.so"), missing.toString());
            assertFalse(missing.path("remedy").asText().isEmpty());

            assertEquals(0, compiler.waitFor(), "the stand-in does not compile");
            configure(gateway, "ascend", library);
            JsonNode ready = gateway.awaitCode("accelerator", "ascend-0", SOON, "accelerator.ready");
            assertTrue(ready.path("message").asText().contains("Ascend310B4"), ready.toString());
            assertTrue(gateway.status("accelerator", "ascend").isMissingNode(), "the old complaint is still there");
        }
    }

    @Test
    void anAnalysisOutlastsAnUpdateOfItsDriverAndTheLossOfTheChip() throws Exception {
        Path library = folder.resolve("libascendcl.so");
        assertEquals(0, compile(library).waitFor(), "the stand-in does not compile");
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        String control = Updates.addTo(distribution);
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        Files.writeString(data.resolve("etc/io.sluice.placement.config"), "back.off.seconds=I\"1\"\n");
        Files.writeString(data.resolve("etc/io.sluice.accel.ascend.config"),
                "library=\"" + library + "\"\nlook.seconds=I\"1\"\n");
        TintModel.install(data, "tint");
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/chip"));
                Gateway gateway = Gateway.prepare(
                        distribution.home(), data, Gateway.freePort(), "--feature", "npu", "--feature", control)) {
            gateway.launch();
            gateway.awaitHealthy();
            gateway.awaitCode("accelerator", "ascend-0", SOON, "accelerator.ready");
            gateway.put("chip", "{\"id\": \"chip\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                    + server.address("/chip") + "\"}}, \"analyses\": [{\"model\": \"tint\", \"framesPerSecond\": 5}]}");
            gateway.awaitHealth("recorder", "chip", SOON, "OK");
            awaitWorkOn(gateway, "ascend-0");
            String recording = gateway.status("recorder", "chip").path("since").asText();

            try (Updates updates = Updates.of(distribution, gateway)) {
                updates.update("io.sluice.accel.ascend");
            }
            awaitWorkOn(gateway, "ascend-0");

            Path mark = Files.createFile(folder.resolve("libascendcl.so.unplugged"));
            awaitWorkOn(gateway, "cpu-0");
            Files.delete(mark);
            awaitWorkOn(gateway, "ascend-0");
            assertEquals(recording, gateway.status("recorder", "chip").path("since").asText(), "the recorder noticed");
            gateway.awaitHealth("analysis", "chip/tint", SOON, "OK");
        }
    }

    /**
     * Until four pictures in a row were told while the one analysis ran there: after an update the former place is told for a
     * moment still, and another one while the new driver is warmed up.
     */
    private static void awaitWorkOn(Gateway gateway, String accelerator) {
        AtomicLong before = new AtomicLong(Long.MAX_VALUE);
        Await.until("pictures are analysed on " + accelerator, SOON, () -> {
            long newest = newestSequence(gateway);
            if (!gateway.get("/api/placement").at("/0/accelerator").asText().equals(accelerator)) {
                before.set(Long.MAX_VALUE);
                return false;
            }
            return newest > before.accumulateAndGet(newest, Math::min) + 3;
        });
    }

    private static long newestSequence(Gateway gateway) throws Exception {
        return gateway.get("/api/results?camera=chip&order=desc&limit=1").at("/results/0/sequence").asLong();
    }

    private static Process compile(Path library) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "skipped: there is no C compiler");
        return new ProcessBuilder("cc", "-std=gnu11", "-shared", "-fPIC", "-pthread", "-o", library.toString(),
                STAND_IN.toString()).inheritIO().start();
    }

    private static long accelerators(Gateway gateway) throws Exception {
        long count = 0;
        for (JsonNode status : gateway.get("/api/status")) {
            count += status.at("/subject/kind").asText().equals("accelerator") ? 1 : 0;
        }
        return count;
    }

    private static void configure(Gateway gateway, String driver, Path library) throws Exception {
        Files.writeString(gateway.data().resolve("etc/io.sluice.accel." + driver + ".config"),
                "library=\"" + library + "\"\n");
    }
}
