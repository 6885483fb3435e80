package io.sluice.accel.contained.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
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
 * Runs a driver's bundle in a process of its own: its components never run here, not even while the gateway starts, and the same
 * bundle runs in a small framework in a child process, with the driver's own configuration. An update of the driver, or a change
 * of its configuration, starts that process anew; every change of this configuration does, too. Once no configuration names the
 * driver any more it runs in the gateway's process again; an update of this bundle does not bring it there.
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
    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final BundleContext context;
    private final String driver;
    private final ServiceComponentRuntime components;
    private final ServiceReference<ConfigurationAdmin> configurations;
    private final Veil veil;
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
            @Reference ServiceReference<ServiceComponentRuntime> components,
            @Reference ServiceReference<ConfigurationAdmin> configurations) {
        Settings settings = Settings.of(config);
        this.context = context;
        this.components = context.getService(components);
        this.configurations = configurations;
        driver = settings.driver();
        // Before all else: its bundle may be about to start.
        veil = new Veil(context, driver, components.getBundle());
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
        List<Bundle> hidden = List.of(tracker.getBundles() == null ? new Bundle[0] : tracker.getBundles());
        tracker.close();
        statuses.close();
        if (named() || context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() != Bundle.ACTIVE) {
            veil.close();
            return;
        }
        // Not here: the component runtime waits for this method, and is to activate the driver's components.
        new Thread(() -> {
            hidden.forEach(bundle -> restart(bundle, () -> stop(bundle), () -> veil.lift(() -> start(bundle))));
            veil.close();
        }, "contained-restore").start();
    }

    /** Whether a configuration still wants the driver contained: a bundle that is updated comes back. */
    private boolean named() {
        try {
            return context.getService(configurations).listConfigurations(
                    "(&(service.factoryPid=" + PID + ")(driver=" + driver + "))") != null;
        } catch (IOException | InvalidSyntaxException | RuntimeException unknown) {
            // In doubt it stays where it can do no harm.
            return true;
        }
    }

    private static void restart(Bundle bundle, Runnable stop, Runnable start) {
        if (bundle.getState() == Bundle.ACTIVE) {
            stop.run();
            start.run();
        }
    }

    /** For the moment: whether it starts with the framework is not changed by this. */
    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException failed) {
            LOG.warn("{} does not stop", bundle, failed);
        }
    }

    private static void start(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException failed) {
            LOG.warn("{} does not start again", bundle, failed);
        }
    }

    Supervisor supervisor() {
        return supervisor;
    }

    @Override
    public DriverBundle addingBundle(Bundle bundle, BundleEvent event) {
        if (!driver.equals(bundle.getSymbolicName())) {
            return null;
        }
        DriverBundle found = new DriverBundle(context, configurations, bundle);
        reports.starting();
        thread.execute(() -> take(bundle, found));
        return found;
    }

    private void take(Bundle bundle, DriverBundle found) {
        try {
            if (runsHere(bundle)) {
                // It was running before this was configured. Started again it is hidden, and tracked anew.
                restart(bundle, () -> veil.lift(() -> stop(bundle)), () -> start(bundle));
                return;
            }
            Components.pids(bundle);
            supervisor.run(found::launch);
            // Who was being told of its start while this began knows it by then.
            thread.schedule(() -> restartIfHere(bundle), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (UnavailableException unfit) {
            reports.missing(unfit.getMessage());
        } catch (RejectedExecutionException stopping) {
            LOG.debug("{} goes away already", driver);
        } catch (RuntimeException failed) {
            LOG.warn("The driver {} cannot be contained", driver, failed);
        }
    }

    private void restartIfHere(Bundle bundle) {
        if (runsHere(bundle)) {
            restart(bundle, () -> veil.lift(() -> stop(bundle)), () -> start(bundle));
        }
    }

    private boolean runsHere(Bundle bundle) {
        return !components.getComponentDescriptionDTOs(bundle).isEmpty();
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, DriverBundle found) {
        // It is active or not.
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, DriverBundle found) {
        supervisor.halt();
        reports.missing("The bundle " + driver + " is not there, or has not been started.");
    }
}
