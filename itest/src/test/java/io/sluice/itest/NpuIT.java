package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
