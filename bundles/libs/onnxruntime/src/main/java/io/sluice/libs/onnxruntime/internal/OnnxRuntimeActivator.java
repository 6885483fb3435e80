package io.sluice.libs.onnxruntime.internal;

import ai.onnxruntime.OrtEnvironment;
import io.sluice.api.natives.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Loads ONNX Runtime when the bundle starts and says so by a {@link NativeLibrary} service named {@code onnxruntime}.
 */
public final class OnnxRuntimeActivator implements BundleActivator {

    private static final String DATA = "sluice.data";
    /** Where ONNX Runtime looks for its libraries before it unpacks them by itself. */
    private static final String NATIVE_PATH = "onnxruntime.native.path";

    @Override
    public void start(BundleContext context) throws BundleException {
        unpack(context);
        String version = load();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(NativeLibrary.NAME, "onnxruntime");
        context.registerService(NativeLibrary.class, () -> version, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; ONNX Runtime wants its environment to outlive it.
    }

    private static void unpack(BundleContext context) throws BundleException {
        String data = context.getProperty(DATA);
        Path parent = data == null ? context.getDataFile("native").toPath() : Path.of(data, "native");
        try {
            System.setProperty(NATIVE_PATH, UnpackedLibraries.unpack(context.getBundle(), parent).toString());
        } catch (IOException error) {
            throw new BundleException("ONNX Runtime cannot be unpacked into " + parent + ": " + error.getMessage(),
                    BundleException.NATIVECODE_ERROR, error);
        }
    }

    private static String load() throws BundleException {
        try {
            return OrtEnvironment.getEnvironment().getVersion();
        } catch (LinkageError | IllegalStateException error) {
            Throwable cause = error.getCause() == null ? error : error.getCause();
            throw new BundleException("ONNX Runtime cannot be loaded on " + System.getProperty("os.arch") + ": "
                    + cause.getMessage(), BundleException.NATIVECODE_ERROR, error);
        }
    }
}
