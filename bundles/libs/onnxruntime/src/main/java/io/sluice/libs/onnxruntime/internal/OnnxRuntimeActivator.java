package io.sluice.libs.onnxruntime.internal;

import ai.onnxruntime.OrtEnvironment;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.support.natives.LoadingLibrary;
import io.sluice.support.natives.LoadingLibrary.Loaded;
import io.sluice.support.natives.UnpackedLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Loads ONNX Runtime when the bundle starts and says so by a {@link NativeLibrary} service named {@code onnxruntime}. Where a feature
 * asks for the build for NVIDIA's GPUs and it was fetched, that is loaded, else the one for processors which this bundle has; the
 * service says which, and why it is not the one asked for.
 */
public final class OnnxRuntimeActivator implements BundleActivator {

    /** Framework property, a variable of a feature: the build that is wanted. */
    static final String WANTED = "sluice.onnxruntime.build";
    static final String CUDA = "cuda";
    static final String CPU = "cpu";

    /** Where ONNX Runtime looks for its libraries before it unpacks them by itself. */
    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String ENTRIES = "ai/onnxruntime/native/linux-";

    private LoadingLibrary library;

    @Override
    public void start(BundleContext context) {
        library = new LoadingLibrary("onnxruntime", () -> load(context), context);
    }

    @Override
    public void stop(BundleContext context) {
        // ONNX Runtime wants its environment to outlive it.
        library.close();
    }

    private static Loaded load(BundleContext context) throws IOException {
        Map<String, String> properties = new HashMap<>();
        Optional<Path> cuda = cuda(context.getProperty(WANTED),
                UnpackedLibraries.parent(context).toAbsolutePath().getParent(),
                context.getBundle().getHeaders().get("Onnxruntime-Version"), properties);
        System.setProperty(NATIVE_PATH, (cuda.isPresent() ? cuda.get() : unpack(context)).toString());
        return new Loaded(OrtEnvironment.getEnvironment().getVersion(), properties);
    }

    /**
     * @param wanted build; absent is the one for processors
     * @param properties of the service, to be filled
     * @return where the build for GPUs is, loaded; empty where the one for processors is to run
     */
    static Optional<Path> cuda(String wanted, Path data, String version, Map<String, String> properties) {
        properties.put(NativeLibrary.BUILD, CPU);
        if (!CUDA.equals(wanted)) {
            return Optional.empty();
        }
        try {
            Path folder = CudaBuild.load(data, version);
            properties.put(NativeLibrary.BUILD, CUDA);
            return Optional.of(folder);
        } catch (IOException unfit) {
            properties.put(NativeLibrary.FAULT, unfit.getMessage());
            return Optional.empty();
        }
    }

    private static Path unpack(BundleContext context) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        return UnpackedLibraries.unpack(
                context.getBundle(), UnpackedLibraries.parent(context), "onnxruntime", ENTRIES + machine);
    }
}
