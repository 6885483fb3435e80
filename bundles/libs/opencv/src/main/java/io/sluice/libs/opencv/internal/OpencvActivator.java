package io.sluice.libs.opencv.internal;

import io.sluice.api.natives.NativeLibrary;
import java.util.Dictionary;
import java.util.Hashtable;
import org.opencv.core.Core;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Loads OpenCV when the bundle starts and says so by a {@link NativeLibrary} service named {@code opencv}. The framework
 * finds the library of this system by the bundle's {@code Bundle-NativeCode}.
 */
public final class OpencvActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) throws BundleException {
        String version = load();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(NativeLibrary.NAME, "opencv");
        context.registerService(NativeLibrary.class, () -> version, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; the mapping itself stays until this class loader is collected.
    }

    private static String load() throws BundleException {
        try {
            System.loadLibrary(Core.NATIVE_LIBRARY_NAME);
            // Streams have a thread each; threads of OpenCV's own below them would fight for the same cores.
            Core.setNumThreads(1);
            return Core.VERSION;
        } catch (LinkageError error) {
            throw new BundleException("OpenCV cannot be loaded on " + System.getProperty("os.arch") + ": "
                    + error.getMessage(), BundleException.NATIVECODE_ERROR, error);
        }
    }
}
