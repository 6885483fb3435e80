package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's GPUs in the whole product, as far as it goes without one: what is missing is said, and the processor goes on. */
class CudaIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path STAND_IN = Path.of("../accel-drivers/onnx-cuda/src/test/c/nvidia_standin.c");
    private static final String LIBRARIES = "ai/onnxruntime/native/linux-x64/";

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void gpus() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "skipped: there is no C compiler");
        Path library = folder.resolve("libnvidia.so");
        assertEquals(0, new ProcessBuilder("cc", "-std=gnu11", "-shared", "-fPIC", "-pthread", "-o", library.toString(),
                STAND_IN.toString()).inheritIO().start().waitFor());
        data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        Files.writeString(data.resolve("etc/io.sluice.accel.onnxcuda.config"), "library=\"" + library + "\"\n");
    }

    @Test
    void withoutTheRuntimeTheFeatureSaysHowToFetchItAndTheProcessorGoesOn() throws Exception {
        try (Gateway gateway = Gateway.start(data, "--feature", "cuda")) {
            JsonNode missing = gateway.awaitCode("accelerator", "cuda", SOON, "accelerator.runtime.missing");
            assertTrue(missing.path("message").asText().contains("was not fetched"), missing.toString());
            assertTrue(missing.path("remedy").asText().contains("sluice-gateway cuda fetch"), missing.toString());
            gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
        }
    }

    /** The build for processors lies in the place of the fetched one: what differs begins with CUDA, which is not here. */
    @Test
    void aFetchedRuntimeIsLoadedAndRunsTheProcessorToo() throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "skipped: fetched for x86-64 only");
        Assumptions.assumeTrue(Files.notExists(Path.of("/dev/nvidiactl")), "skipped: there is a GPU, which is no stand-in");
        Path runtime = plantRuntime();
        try (Gateway gateway = Gateway.start(data, "--feature", "cuda")) {
            JsonNode refused = gateway.awaitCode("accelerator", "cuda-7c1f0f4a", SOON, "accelerator.library.missing");
            assertTrue(refused.path("message").asText().contains("libcuda.so.1"), refused.toString());
            gateway.awaitHealth("accelerator", "cpu-0", SOON, "OK");
            try (var unpacked = Files.list(data.resolve("native"))) {
                assertTrue(unpacked.noneMatch(name -> name.getFileName().toString().startsWith("onnxruntime")),
                        "the other build was unpacked beside " + runtime);
            }
        }
    }

    private Path plantRuntime() throws IOException {
        Path bundle = Gateway.DISTRIBUTION.resolve(
                "repository/io/sluice/io.sluice.libs.onnxruntime/0.1.0/io.sluice.libs.onnxruntime-0.1.0.jar");
        try (JarFile jar = new JarFile(bundle.toFile())) {
            String version = jar.getManifest().getMainAttributes().getValue("Onnxruntime-Version");
            Path runtime = Files.createDirectories(data.resolve("runtimes/onnxruntime-gpu-" + version));
            StringBuilder marker = new StringBuilder("version=" + version + "\n");
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".so")) {
                    String name = entry.getName().substring(LIBRARIES.length());
                    try (InputStream in = jar.getInputStream(entry)) {
                        marker.append(name).append('=').append(Files.copy(in, runtime.resolve(name))).append('\n');
                    }
                }
            }
            Files.writeString(runtime.resolve("runtime.properties"), marker);
            return runtime;
        }
    }
}
