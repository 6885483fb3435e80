package io.sluice.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.feature.Feature;

/** One run of the framework on a data folder. Start it once, then stop it from any thread. */
final class Gateway {

    /** Up to this start level stands what Configuration Admin needs; the features' configurations are applied there. */
    private static final int CONFIGURATION_LEVEL = 9;
    private static final int FULL_LEVEL = 100;

    private final Options options;
    private final DataFolder data;
    private final PrintStream out;
    private final Variables variables = new Variables();
    private volatile Framework framework;
    private boolean sealed;

    Gateway(Options options, DataFolder data, PrintStream out) {
        this.options = options;
        this.data = data;
        this.out = out;
        variables.set("sluice.home", options.home().toString());
        variables.set("sluice.data", data.root().toString());
        variables.set("org.osgi.service.http.port", Integer.toString(options.port()));
        variables.set("org.apache.felix.http.host", options.host());
    }

    /**
     * Returns when all bundles have been started.
     *
     * @throws BundleException when the framework cannot run, or not one feature can
     */
    LaunchReport start() throws BundleException, IOException, InterruptedException {
        Map<String, Refusal> refused = new LinkedHashMap<>();
        Map<String, Feature> features =
                new FeatureFiles(options.home().resolve("features")).read(options.features(), refused);
        Release release = Release.of(features, new Repository(options.home().resolve("repository")), refused);
        features.keySet().retainAll(release.features().keySet());
        features.values().forEach(variables::addFrom);
        framework = initialise();
        BundleContext context = framework.getBundleContext();
        Reconciler.Outcome outcome =
                new Reconciler(context, data.cache().resolve("release.properties")).reconcile(release);
        outcome.changes().forEach(this::tell);
        refused.putAll(new FeatureGate(framework, outcome.bundles()).refuse(release.features(), outcome.failures()));
        refused.forEach((name, refusal) -> out.println("Feature " + name + " is refused: " + refusal.reason()));
        features.keySet().removeAll(refused.keySet());
        if (features.isEmpty()) {
            framework.stop();
            throw new BundleException("Not one of the features " + options.features() + " can run.");
        }
        LaunchReport report = new LaunchReport(List.copyOf(features.keySet()), refused);
        context.addFrameworkListener(report);
        context.addBundleListener(report);
        context.registerService(Supplier.class, report, new Hashtable<>(Map.of(LaunchReport.PROPERTY, true)));
        run(new ArrayList<>(outcome.bundles().values()), features);
        report.failed().forEach((bundle, error) -> out.println("Bundle " + bundle + " did not start: " + error));
        return report;
    }

    /** Waits until the framework has ended. */
    void await() throws InterruptedException, IOException {
        framework.waitForStop(0);
        seal();
    }

    /** Stops all bundles in reverse order. Returns false when that took longer than allowed. */
    boolean stop(Duration patience) throws BundleException, InterruptedException, IOException {
        Framework running = framework;
        if (running == null) {
            return true;
        }
        running.stop();
        if (running.waitForStop(patience.toMillis()).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
            return false;
        }
        seal();
        return true;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    private Framework initialise() throws BundleException, IOException {
        if (!new CacheSeal(data.cache()).breakSeal()) {
            data.discardCache();
        }
        try {
            return newFramework();
        } catch (BundleException | RuntimeException spoilt) {
            out.println("The bundle cache cannot be used and is made anew: " + Causes.of(spoilt));
            data.discardCache();
            return newFramework();
        }
    }

    private Framework newFramework() throws BundleException {
        Map<String, String> properties = new LinkedHashMap<>(variables.asMap());
        properties.put(Constants.FRAMEWORK_STORAGE, data.cache().toString());
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(CONFIGURATION_LEVEL));
        // Shared with the launcher, which applies the features' configurations.
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6");
        properties.put("felix.cm.dir", data.root().resolve("config").toString());
        properties.put("felix.shutdown.hook", "false");
        Framework fresh = new FrameworkFactory().newFramework(properties);
        fresh.init();
        return fresh;
    }

    private void run(List<Bundle> bundles, Map<String, Feature> features)
            throws BundleException, IOException, InterruptedException {
        for (Bundle bundle : bundles) {
            if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
        framework.start();
        configure(features);
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(FULL_LEVEL, event -> reached.countDown());
        reached.await();
    }

    private void configure(Map<String, Feature> features) throws IOException {
        BundleContext context = framework.getBundleContext();
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            tell("no Configuration Admin: the features' configurations are left out");
            return;
        }
        try {
            new Configurations(context.getService(reference), variables).apply(features);
        } finally {
            context.ungetService(reference);
        }
    }

    /** Who stops the framework and who waits for its end both come here; the first one seals. */
    private synchronized void seal() throws IOException {
        if (!sealed) {
            sealed = true;
            new CacheSeal(data.cache()).close();
        }
    }

    private void tell(String step) {
        if (options.verbose()) {
            out.println(step);
        }
    }
}
