package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.child.DriverSettings;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.process.Closure;
import io.sluice.support.process.Jars;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * A driver's bundle as it is in the gateway: its components are switched off here, and what they need is found out for the
 * other process.
 */
final class DriverBundle {

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final ServiceReference<ConfigurationAdmin> configurations;
    private final Bundle driver;
    private final List<ComponentDescriptionDTO> silenced = new ArrayList<>();

    DriverBundle(BundleContext context, ServiceComponentRuntime components,
            ServiceReference<ConfigurationAdmin> configurations, Bundle driver) {
        this.context = context;
        this.components = components;
        this.configurations = configurations;
        this.driver = driver;
    }

    /**
     * Switches the driver's components off in this process: two drivers of one device would be in each other's way.
     *
     * @return false while they are not known yet
     */
    boolean silence() {
        if (driver.getHeaders("").get("Service-Component") == null) {
            throw new UnavailableException("accelerator.contained.driver_missing",
                    "The bundle " + driver.getSymbolicName() + " has no components: it cannot run in a process of its own.",
                    Supervisor.NAME_ANOTHER, null);
        }
        List<ComponentDescriptionDTO> found = List.copyOf(components.getComponentDescriptionDTOs(driver));
        for (ComponentDescriptionDTO component : found) {
            if (components.isComponentEnabled(component)) {
                try {
                    silenced.add(component);
                    components.disableComponent(component).getValue();
                } catch (java.lang.reflect.InvocationTargetException | InterruptedException failed) {
                    throw new IllegalStateException("cannot switch off " + component.name, failed);
                }
            }
        }
        return !found.isEmpty();
    }

    /** Lets them run in this process again. */
    void restore() {
        // A gateway that is stopping must not start what it is about to stop.
        if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.ACTIVE
                && driver.getState() == Bundle.ACTIVE) {
            silenced.forEach(components::enableComponent);
        }
        silenced.clear();
    }

    /** Whether a configuration is one of the driver's. */
    boolean concerns(String pid) {
        return pids().contains(pid);
    }

    /** What its process is made of, as the gateway's bundles are at this moment. */
    Launch launch() {
        try {
            List<Bundle> bundles = new Closure().with(configurations.getBundle()).with(context.getBundle())
                    .with(driver).bundles();
            List<String> locations = new ArrayList<>();
            for (Bundle bundle : bundles) {
                locations.add("reference:" + Jars.of(bundle).toUri());
            }
            Path framework = Path.of(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getClass()
                    .getProtectionDomain().getCodeSource().getLocation().toURI());
            return new Launch(List.of(framework, Jars.of(context.getBundle())), locations, settings());
        } catch (IOException | URISyntaxException | InvalidSyntaxException error) {
            throw new UnavailableException(Death.CRASHED, "The process of the driver " + driver.getSymbolicName()
                    + " cannot be put together: " + error.getMessage() + ".", Death.REMEDY, error);
        }
    }

    private DriverSettings settings() throws IOException, InvalidSyntaxException {
        ConfigurationAdmin admin = context.getService(configurations);
        List<DriverSettings.Entry> entries = new ArrayList<>();
        for (String pid : pids()) {
            Configuration[] found = admin.listConfigurations(
                    "(|(service.pid=" + pid + ")(service.factoryPid=" + pid + "))");
            for (Configuration configuration : found == null ? new Configuration[0] : found) {
                boolean factory = configuration.getFactoryPid() != null;
                entries.add(new DriverSettings.Entry(pid, factory, values(configuration.getProperties())));
            }
        }
        return new DriverSettings(entries);
    }

    private TreeSet<String> pids() {
        TreeSet<String> pids = new TreeSet<>();
        components.getComponentDescriptionDTOs(driver).forEach(component -> pids.addAll(List.of(component.configurationPid)));
        return pids;
    }

    private static Map<String, Object> values(Dictionary<String, Object> properties) {
        Map<String, Object> values = new HashMap<>();
        if (properties != null) {
            for (String key : java.util.Collections.list(properties.keys())) {
                if (!key.startsWith("service.") && !key.startsWith("felix.")) {
                    values.put(key, properties.get(key));
                }
            }
        }
        return values;
    }
}
