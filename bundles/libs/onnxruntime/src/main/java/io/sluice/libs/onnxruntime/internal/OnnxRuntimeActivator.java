package io.sluice.libs.onnxruntime.internal;

import ai.onnxruntime.OrtEnvironment;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.support.natives.LoadingLibrary;
import io.sluice.support.natives.UnpackedLibraries;
import java.io.IOException;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Loads ONNX Runtime when the bundle starts and says so by a {@link NativeLibrary} service named {@code onnxruntime}.
 */
public final class OnnxRuntimeActivator implements BundleActivator {

    /** Where ONNX Runtime looks for its libraries before it unpacks them by itself. */
    private static final String NATIVE_PATH = "onnxruntime.native.path";
    private static final String ENTRIES = "ai/onnxruntime/native/linux-";

    private LoadingLibrary library;

    @Override
    public void start(BundleContext context) {
        library = new LoadingLibrary(context, "onnxruntime", () -> load(context));
    }

    @Override
    public void stop(BundleContext context) {
        // ONNX Runtime wants its environment to outlive it.
        library.close();
    }

    private static String load(BundleContext context) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        System.setProperty(NATIVE_PATH, UnpackedLibraries.unpack(context.getBundle(), UnpackedLibraries.parent(context),
                "onnxruntime", ENTRIES + machine).toString());
        return OrtEnvironment.getEnvironment().getVersion();
    }
}
