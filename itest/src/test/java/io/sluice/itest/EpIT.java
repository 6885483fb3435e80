package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library with an execution provider in the whole product: by a file of configuration alone. */
class EpIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path STAND_IN = Path.of("../accel-drivers/ep-plugin/src/test/c/ep_standin.c");

    @TempDir
    private Path folder;

    @Test
    void aFileOfConfigurationMakesALibraryAnAccelerator() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "skipped: there is no C compiler");
        Path library = folder.resolve("libep.so");
        try (Gateway gateway = Gateway.start(folder.resolve("data"), "--feature", "ep")) {
            gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
            Path configuration = gateway.data().resolve("etc/io.sluice.accel.epplugin-npu.config");
            Files.writeString(configuration, """
                    name="npu"
                    library="%s"
                    kind="NPU"
                    location="npu:0"
                    operations=["int8\\=6"]
                    look.seconds=I"1"
                    """.formatted(library));
            JsonNode missing = gateway.awaitCode("accelerator", "npu", SOON, "accelerator.library.missing");
            assertTrue(missing.path("message").asText().contains("libep.so"), missing.toString());

            assertEquals(0, new ProcessBuilder("cc", "-std=gnu11", "-shared", "-fPIC", "-pthread", "-o",
                    library.toString(), STAND_IN.toString()).inheritIO().start().waitFor());
            JsonNode ready = gateway.awaitCode("accelerator", "npu-0", SOON, "accelerator.ready");
            assertTrue(ready.path("message").asText().contains("StandInEP 1.2.3"), ready.toString());
            assertTrue(gateway.status("accelerator", "npu").isMissingNode(), "the old complaint is still there");

            Files.delete(configuration);
            Await.until("npu-0 is withdrawn", SOON, () -> gateway.status("accelerator", "npu-0").isMissingNode());
        }
    }
}
