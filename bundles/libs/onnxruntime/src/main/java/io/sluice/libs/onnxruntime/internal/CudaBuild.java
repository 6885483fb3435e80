package io.sluice.libs.onnxruntime.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * ONNX Runtime's build for NVIDIA's GPUs, where {@code sluice-gateway cuda fetch} has put it: the same Java classes over larger native
 * libraries.
 */
final class CudaBuild {

    /** The fetching writes it last; it has the size of each library by its name. */
    private static final String MARKER = "runtime.properties";

    private CudaBuild() {}

    /**
     * Finds the build and maps its libraries, so that a failure comes before ONNX Runtime's classes are initialised, which can be
     * done once only.
     *
     * @param data the gateway's data folder
     * @param version of the Java classes
     * @return the folder of its libraries
     * @throws IOException with a message for people when it is not there, not whole, or cannot be loaded
     */
    static Path load(Path data, String version) throws IOException {
        Path folder = data.resolve("runtimes").resolve("onnxruntime-gpu-" + version);
        if (!Files.isDirectory(folder)) {
            throw new IOException("it was not fetched into " + folder);
        }
        check(folder, version);
        for (String library : new String[] {"libonnxruntime.so", "libonnxruntime4j_jni.so"}) {
            try {
                System.load(folder.resolve(library).toString());
            } catch (UnsatisfiedLinkError unfit) {
                throw new IOException(unfit.getMessage(), unfit);
            }
        }
        return folder;
    }

    private static void check(Path folder, String version) throws IOException {
        Properties marker = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(MARKER))) {
            marker.load(in);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new IOException(folder + " is not complete", unreadable);
        }
        if (!version.equals(marker.getProperty("version"))) {
            throw new IOException(folder + " has version " + marker.getProperty("version") + ", not " + version);
        }
        for (String name : marker.stringPropertyNames()) {
            Path library = folder.resolve(name);
            if (name.endsWith(".so") && !(Files.isRegularFile(library)
                    && marker.getProperty(name).equals(Long.toString(Files.size(library))))) {
                throw new IOException(library + " is missing or was cut");
            }
        }
    }
}
