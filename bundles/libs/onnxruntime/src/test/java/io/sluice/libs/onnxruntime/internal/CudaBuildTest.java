package io.sluice.libs.onnxruntime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.natives.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fetched build is used when it is whole, and the gateway runs on without it when it is not. */
class CudaBuildTest {

    private static final String VERSION = "1.2.3";
    private static final String CORE = "libonnxruntime.so";
    private static final String JNI = "libonnxruntime4j_jni.so";

    @TempDir
    private Path data;

    private Path folder;

    @BeforeEach
    void folder() {
        folder = data.resolve("runtimes/onnxruntime-gpu-" + VERSION);
    }

    @Test
    void whatIsNotThereOrNotWholeIsToldPrecisely() throws IOException {
        assertTrue(fault().contains("was not fetched"), fault());
        Files.createDirectories(folder);
        assertTrue(fault().contains("not complete"), fault());
        marker("9.9.9", 4);
        assertTrue(fault().contains("9.9.9"), fault());
        marker(VERSION, 4);
        assertTrue(fault().contains(CORE + " is missing or was cut"), fault());
        Files.writeString(folder.resolve(CORE), "ELF");
        assertTrue(fault().contains("is missing or was cut"), fault());
    }

    @Test
    void aLibraryThatTheLoaderRefusesIsToldInTheLoadersWords() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(CORE), "text");
        marker(VERSION, 4);
        assertTrue(fault().contains(CORE), fault());
    }

    /** With the build for processors in its place: what the two have in common is how they are loaded. */
    @Test
    void aWholeBuildIsLoaded() throws IOException {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "skipped: fetched for x86-64 only");
        Files.createDirectories(folder);
        StringBuilder marker = new StringBuilder("version=" + VERSION + "\n");
        for (String name : new String[] {CORE, JNI}) {
            try (InputStream in = getClass().getResourceAsStream("/ai/onnxruntime/native/linux-x64/" + name)) {
                marker.append(name).append('=').append(Files.copy(in, folder.resolve(name))).append('\n');
            }
        }
        Files.writeString(folder.resolve("runtime.properties"), marker);
        Map<String, String> properties = new HashMap<>();
        assertEquals(Optional.of(folder),
                OnnxRuntimeActivator.cuda(OnnxRuntimeActivator.CUDA, data, VERSION, properties));
        assertEquals(Map.of(NativeLibrary.BUILD, OnnxRuntimeActivator.CUDA), properties);
    }

    @Test
    void withoutTheBuildAskedForTheOneForProcessorsRunsAndSaysWhy() {
        Map<String, String> properties = new HashMap<>();
        assertTrue(OnnxRuntimeActivator.cuda(OnnxRuntimeActivator.CUDA, data, VERSION, properties).isEmpty());
        assertEquals(OnnxRuntimeActivator.CPU, properties.get(NativeLibrary.BUILD));
        assertTrue(properties.get(NativeLibrary.FAULT).contains(folder.toString()), properties.toString());
    }

    @Test
    void whoDoesNotAskForItIsToldNothing() {
        Map<String, String> properties = new HashMap<>();
        assertTrue(OnnxRuntimeActivator.cuda(null, data, VERSION, properties).isEmpty());
        assertEquals(Map.of(NativeLibrary.BUILD, OnnxRuntimeActivator.CPU), properties);
    }

    private void marker(String version, int bytes) throws IOException {
        Files.writeString(folder.resolve("runtime.properties"),
                "version=" + version + "\n" + CORE + "=" + bytes + "\n");
    }

    private String fault() {
        return assertThrows(IOException.class, () -> CudaBuild.load(data, VERSION)).getMessage();
    }
}
