package io.sluice.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import io.sluice.itest.harness.FeatureOptions;
import io.sluice.itest.harness.Gateway;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Every bundle of the distribution updated in turn, inside the framework: no other bundle changes its state. Ours are
 * updated as an update agent does it: stop, update, refresh, start. What others wire to (the API, natives, third-party
 * bundles) is updated without refresh, to be taken up at the next start.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UpdateEveryBundleIT {

    /** Symbolic names of the distribution's bundles, told to the framework that Pax Exam starts. */
    private static final String BUNDLES = "sluice.test.bundles";

    private static final String[] FEATURES = {"base", "edge", "demo", "npu", "cuda", "ep", "cascade"};

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] distribution() throws Exception {
        Path data = Files.createTempDirectory("sluice-exam");
        return options(
                frameworkProperty("sluice.home").value(Gateway.DISTRIBUTION.toString()),
                frameworkProperty(BUNDLES).value(String.join(",", FeatureOptions.names(Gateway.DISTRIBUTION, FEATURES))),
                frameworkProperty("sluice.data").value(data.toString()),
                frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"),
                frameworkProperty("org.osgi.service.http.port").value(Integer.toString(Gateway.freePort())),
                frameworkProperty("org.apache.felix.jetty.websocket.enable").value("true"),
                frameworkStartLevel(100),
                composite(FeatureOptions.of(Gateway.DISTRIBUTION, FEATURES)),
                junitBundles());
    }

    @Test
    public void noOtherBundleChangesItsState() throws Exception {
        List<Bundle> ours = distributionBundles();
        assertTrue("too few bundles to be the distribution: " + ours, ours.size() > 30);
        for (Bundle bundle : ours) {
            assertTrue(bundle + " does not run before the test", isFragment(bundle) || bundle.getState() == Bundle.ACTIVE);
        }
        for (Bundle bundle : ours.stream().filter(UpdateEveryBundleIT::isReplaceable).toList()) {
            updateAlone(bundle);
        }
        for (String service : List.of("io.sluice.api.stream.StreamHub", "io.sluice.api.device.Cameras",
                "io.sluice.api.result.ResultStore", "io.sluice.api.recording.RecordingIndex",
                "io.sluice.api.accel.Accelerator", "io.sluice.api.model.ModelRepository", "javax.sql.DataSource")) {
            assertNotNull(service + " did not come back", awaitService(service));
        }
        // What stands below ours is in force from the next start on; until then two revisions of it offer the same.
        for (Bundle bundle : ours.stream().filter(bundle -> !isReplaceable(bundle)).toList()) {
            updateAlone(bundle);
        }
    }

    private void updateAlone(Bundle bundle) throws Exception {
        Map<String, Integer> before = states(bundle);
        List<String> disturbed = new CopyOnWriteArrayList<>();
        SynchronousBundleListener watch = event -> {
            if (!event.getBundle().equals(bundle) && event.getBundle().getBundleId() != 0) {
                disturbed.add(event.getBundle() + " " + nameOf(event));
            }
        };
        context.addBundleListener(watch);
        try {
            if (isReplaceable(bundle)) {
                bundle.stop();
                update(bundle);
                refresh(bundle);
                bundle.start();
            } else {
                update(bundle);
            }
        } finally {
            context.removeBundleListener(watch);
        }
        assertEquals("updating " + bundle + " disturbed others", List.of(), new ArrayList<>(disturbed));
        assertEquals("updating " + bundle + " changed others", before, states(bundle));
        assertTrue(bundle + " did not come back", isFragment(bundle) || bundle.getState() == Bundle.ACTIVE);
    }

    private void update(Bundle bundle) throws Exception {
        try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
            bundle.update(jar);
        }
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        FrameworkWiring wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Collection<Bundle> closure = wiring.getDependencyClosure(List.of(bundle));
        assertEquals(bundle + " is wired to by others", List.of(bundle), List.copyOf(closure));
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(List.of(bundle), event -> done.countDown());
        assertTrue(done.await(30, TimeUnit.SECONDS));
    }

    /** What an update agent may replace at run time: all of ours but the API and the natives. */
    private static boolean isReplaceable(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name.startsWith("io.sluice.") && !name.equals("io.sluice.api") && !name.startsWith("io.sluice.libs.");
    }

    private List<Bundle> distributionBundles() {
        List<String> names = List.of(context.getProperty(BUNDLES).split(","));
        return Arrays.stream(context.getBundles())
                .filter(bundle -> names.contains(bundle.getSymbolicName()))
                .toList();
    }

    private Map<String, Integer> states(Bundle except) {
        Map<String, Integer> states = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (!bundle.equals(except)) {
                states.put(bundle.toString(), bundle.getState());
            }
        }
        return states;
    }

    private Object awaitService(String type) throws Exception {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, type, null);
        tracker.open(true);
        try {
            return tracker.waitForService(20_000);
        } finally {
            tracker.close();
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static String nameOf(BundleEvent event) {
        return switch (event.getType()) {
            case BundleEvent.STARTED -> "started";
            case BundleEvent.STOPPED -> "stopped";
            case BundleEvent.UPDATED -> "updated";
            case BundleEvent.UNRESOLVED -> "unresolved";
            case BundleEvent.RESOLVED -> "resolved";
            default -> "event " + event.getType();
        };
    }
}
