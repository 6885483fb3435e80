package io.sluice.accel.contained.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.status.StatusReports;
import java.util.Hashtable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a driver's bundle in a process of its own: its components are switched off here, and the same bundle runs in a small
 * framework in a child process, with the driver's own configuration. An update of the driver, or a change of its
 * configuration, starts that process anew; every change of this configuration does, too. When this goes away the driver runs
 * in the gateway's process again.
 */
@Component(
        service = {},
        immediate = true,
        name = ContainedDriver.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ContainedConfig.class, factory = true)
public final class ContainedDriver implements BundleTrackerCustomizer<DriverBundle> {

    static final String PID = "io.sluice.accel.contained";

    private static final Logger LOG = LoggerFactory.getLogger(ContainedDriver.class);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final BundleContext context;
    private final String driver;
    private final ServiceComponentRuntime components;
    private final ServiceReference<ConfigurationAdmin> configurations;
    private final StatusReports statuses;
    private final Reports reports;
    private final Supervisor supervisor;
    private final ScheduledExecutorService thread;
    private final BundleTracker<DriverBundle> tracker;
    private final ServiceRegistration<ConfigurationListener> listener;

    @Activate
    public ContainedDriver(
            BundleContext context,
            ContainedConfig config,
            @Reference ServiceComponentRuntime components,
            @Reference ServiceReference<ConfigurationAdmin> configurations) {
        this(context, Settings.of(config), components, configurations);
    }

    ContainedDriver(BundleContext context, Settings settings, ServiceComponentRuntime components,
            ServiceReference<ConfigurationAdmin> configurations) {
        this.context = context;
        this.components = components;
        this.configurations = configurations;
        driver = settings.driver();
        Child.sweep();
        statuses = new StatusReports(context);
        reports = new Reports(statuses, driver);
        supervisor = new Supervisor(context, settings, reports);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread worker = new Thread(task, "contained-" + driver);
            worker.setDaemon(true);
            return worker;
        });
        reports.missing("The bundle " + driver + " is not there, or has not been started.");
        tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
        tracker.open();
        listener = context.registerService(ConfigurationListener.class, event -> {
            String pid = event.getFactoryPid() == null ? event.getPid() : event.getFactoryPid();
            if (tracker.getTracked().values().stream().anyMatch(bundle -> bundle.concerns(pid))) {
                supervisor.restart();
            }
        }, new Hashtable<>());
    }

    @Deactivate
    void deactivate() {
        listener.unregister();
        thread.shutdownNow();
        supervisor.close();
        tracker.close();
        statuses.close();
    }

    Supervisor supervisor() {
        return supervisor;
    }

    @Override
    public DriverBundle addingBundle(Bundle bundle, BundleEvent event) {
        if (!driver.equals(bundle.getSymbolicName())) {
            return null;
        }
        DriverBundle found = new DriverBundle(context, components, configurations, bundle);
        reports.starting();
        thread.execute(() -> take(bundle, found));
        return found;
    }

    /** The component runtime reads a bundle's components at about the same time as this hears of the bundle. */
    private void take(Bundle bundle, DriverBundle found) {
        try {
            if (found.silence()) {
                supervisor.run(found::launch);
            } else if (bundle.getState() == Bundle.ACTIVE) {
                thread.schedule(() -> take(bundle, found), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (UnavailableException unfit) {
            reports.missing(unfit.getMessage());
        } catch (RejectedExecutionException stopping) {
            LOG.debug("{} goes away already", driver);
        } catch (RuntimeException failed) {
            LOG.warn("The driver {} cannot be contained", driver, failed);
        }
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, DriverBundle found) {
        // It is active or not.
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, DriverBundle found) {
        supervisor.halt();
        found.restore();
        reports.missing("The bundle " + driver + " is not there, or has not been started.");
    }
}
