package io.sluice.libs.onnxruntime.internal;

import ai.onnxruntime.OrtEnvironment;
import io.sluice.api.natives.NativeLibrary;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Loads ONNX Runtime when the bundle starts and says so by a {@link NativeLibrary} service named {@code onnxruntime}.
 * Its library is unpacked below {@code java.io.tmpdir}, which the launcher puts into the data folder.
 */
public final class OnnxRuntimeActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws BundleException {
        String version = load();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(NativeLibrary.NAME, "onnxruntime");
        context.registerService(NativeLibrary.class, () -> version, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; ONNX Runtime wants its environment to outlive it.
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
