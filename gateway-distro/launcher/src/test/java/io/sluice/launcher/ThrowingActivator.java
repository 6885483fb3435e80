package io.sluice.launcher;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a bundle of its own that cannot start until a system property says so. */
public final class ThrowingActivator implements BundleActivator {

    static final String CURED = "sluice.test.cured";

    @Override
    public void start(BundleContext context) {
        if (System.getProperty(CURED) == null) {
            throw new IllegalStateException("the flux compensator is missing");
        }
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing was started.
    }
}
