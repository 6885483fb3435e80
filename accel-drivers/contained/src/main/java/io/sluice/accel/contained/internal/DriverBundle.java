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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A driver's bundle as it is in the gateway, hidden there from the component runtime: what its process is to consist of. */
final class DriverBundle {

    private final BundleContext context;
    private final ServiceReference<ConfigurationAdmin> configurations;
    private final Bundle driver;

    DriverBundle(BundleContext context, ServiceReference<ConfigurationAdmin> configurations, Bundle driver) {
        this.context = context;
        this.configurations = configurations;
        this.driver = driver;
    }

    /** Whether a configuration is one of the driver's. */
    boolean concerns(String pid) {
        return Components.pids(driver).contains(pid);
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
        for (String pid : Components.pids(driver)) {
            Configuration[] found = admin.listConfigurations(
                    "(|(service.pid=" + pid + ")(service.factoryPid=" + pid + "))");
            for (Configuration configuration : found == null ? new Configuration[0] : found) {
                boolean factory = configuration.getFactoryPid() != null;
                entries.add(new DriverSettings.Entry(pid, factory, values(configuration.getProperties())));
            }
        }
        return new DriverSettings(entries);
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
