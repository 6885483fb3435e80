package io.sluice.devices.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.ConfigurationAdmin;

/** Felix with its Configuration Admin, inside the test. */
final class RealConfigurationAdmin implements AutoCloseable {

    private final Framework framework;

    RealConfigurationAdmin(Path storage) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        // The test and the bundle must see one and the same API.
        settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6.1");
        framework = new FrameworkFactory().newFramework(settings);
        framework.start();
        String jar = Class.forName("org.apache.felix.cm.impl.ConfigurationManager")
                .getProtectionDomain().getCodeSource().getLocation().toString();
        Bundle bundle = framework.getBundleContext().installBundle(jar);
        bundle.start();
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    ConfigurationAdmin admin() {
        return context().getService(context().getServiceReference(ConfigurationAdmin.class));
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
