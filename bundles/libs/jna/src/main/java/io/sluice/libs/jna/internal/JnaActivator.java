package io.sluice.libs.jna.internal;

import com.sun.jna.Native;
import io.sluice.api.natives.NativeLibrary;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Loads JNA's dispatcher when the bundle starts and says so by a {@link NativeLibrary} service named {@code jna}. It is
 * unpacked below {@code java.io.tmpdir}, which the launcher puts into the data folder.
 */
public final class JnaActivator implements BundleActivator {

    private static final String UNPACKED_TO = "jna.tmpdir";

    @Override
    public void start(BundleContext context) throws BundleException {
        String version = load();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(NativeLibrary.NAME, "jna");
        context.registerService(NativeLibrary.class, () -> version, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; a dispatcher cannot be unloaded before its class loader is.
    }

    private static String load() throws BundleException {
        // JNA's own choice is the home of the user, which a service has none of or must not write to.
        if (System.getProperty(UNPACKED_TO) == null) {
            System.setProperty(UNPACKED_TO, System.getProperty("java.io.tmpdir"));
        }
        try {
            Native.getLastError();
            return Native.VERSION;
        } catch (LinkageError error) {
            throw new BundleException("JNA cannot be loaded on " + System.getProperty("os.arch") + ": "
                    + error.getMessage(), BundleException.NATIVECODE_ERROR, error);
        }
    }
}
