package io.sluice.libs.opencv.internal;

import io.sluice.api.natives.NativeLibrary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Offers OpenCV by a {@link NativeLibrary} service named {@code opencv}, and loads it when somebody asks for that: it is large,
 * and few gateways need it.
 */
public final class OpencvActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        context.registerService(NativeLibrary.class, new Opencv(context),
                new Hashtable<>(Map.of(NativeLibrary.NAME, "opencv")));
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; the mapping itself stays until this class loader is collected.
    }
}
