package io.sluice.itest;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Goes into a bundle of its own that a test installs: a bundle that cannot start. */
public final class ThrowingActivator implements BundleActivator {

    static final String CAUSE = "the flux compensator is missing";

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException(CAUSE);
    }

    @Override
    public void stop(BundleContext context) {
        // It never starts.
    }
}
