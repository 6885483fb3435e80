package io.sluice.accel.contained.internal;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.EventHook;

/**
 * Hides a driver's bundle from this process's component runtime: it runs, and none of its components does. What the runtime
 * never hears of it cannot switch on, be it for a moment.
 */
final class Veil implements EventHook, AutoCloseable {

    private final String driver;
    private final Bundle runtime;
    private final ServiceRegistration<EventHook> registration;
    private volatile boolean lifted;

    /** Hides it from now on. @param runtime the component runtime's bundle */
    Veil(BundleContext context, String driver, Bundle runtime) {
        this.driver = driver;
        this.runtime = runtime;
        registration = context.registerService(EventHook.class, this, null);
    }

    /** Lets the runtime hear of it for as long as the task takes. */
    void lift(Runnable task) {
        lifted = true;
        try {
            task.run();
        } finally {
            lifted = false;
        }
    }

    @Override
    public void event(BundleEvent event, Collection<BundleContext> contexts) {
        if (!lifted && driver.equals(event.getBundle().getSymbolicName())) {
            contexts.removeIf(listener -> runtime.equals(listener.getBundle()));
        }
    }

    @Override
    public void close() {
        try {
            registration.unregister();
        } catch (IllegalStateException stopped) {
            // The framework unregisters for a bundle that stops.
        }
    }
}
