package io.sluice.accel.contained.internal.child;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Serves the gateway from within the driver's process; does nothing in the gateway's own, where the bundle's component is
 * what works. Starts before the driver, whose configuration it puts in place.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class ChildActivator implements BundleActivator {

    /** Printed once the gateway can connect. */
    public static final String READY = "sluice: the driver process listens";

    private Server server;
    private DriverStatuses statuses;

    @Override
    public void start(BundleContext context) throws IOException {
        String socket = context.getProperty(ChildMain.SOCKET);
        if (socket == null) {
            return;
        }
        Path work = Path.of(context.getProperty(ChildMain.WORK));
        ServiceReference<ConfigurationAdmin> admin = context.getServiceReference(ConfigurationAdmin.class);
        if (admin != null) {
            DriverSettings.apply(work, context.getService(admin));
        }
        ServiceReference<Runnable> end = context.getServiceReference(Runnable.class);
        Devices devices = new Devices(context);
        statuses = new DriverStatuses(context);
        server = new Server(Path.of(socket), devices, statuses, () -> context.getService(end).run());
        System.out.println(READY);
        System.out.flush();
    }

    @Override
    public void stop(BundleContext context) {
        if (server != null) {
            server.close();
            statuses.close();
        }
    }
}
