package io.sluice.accel.contained.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundle in a framework like the gateway's: a configuration moves a driver out, another one changes it, a third brings it back. */
class GatewayIT {

    private static final String ACCELERATOR = "io.sluice.api.accel.Accelerator";

    @TempDir
    private Path folder;
    private TestFramework framework;
    private BundleContext context;
    private Bundle driver;
    private Path library;

    @BeforeEach
    void start() throws Exception {
        // As the launcher does it, which applies configurations.
        framework = new TestFramework(Map.of(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6",
                "felix.cm.dir", folder.resolve("config").toString(),
                "org.ops4j.pax.logging.DefaultServiceLog.level", "WARN"));
        context = framework.context();
        library = StandIn.library(folder);
        for (String name : List.of("pax-logging-api", "org.osgi.util.function", "org.osgi.util.promise",
                "org.osgi.service.component-", "org.apache.felix.configadmin", "org.apache.felix.eventadmin",
                "org.apache.felix.scr", "io.sluice.api")) {
            install(name, Contained.onClassPath(name)).start();
        }
        install("contained", Path.of(System.getProperty("bundle"))).start();
        driver = install("driver", StandIn.bundle(folder));
        driver.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
        TestFramework.await("no process", () -> child().isEmpty());
    }

    private Bundle install(String location, Path jar) throws Exception {
        try (InputStream content = Files.newInputStream(jar)) {
            return context.installBundle(location, content);
        }
    }

    private ConfigurationAdmin admin() {
        return context.getService(context.getServiceReference(ConfigurationAdmin.class));
    }

    private Configuration contain() throws Exception {
        Configuration configuration = admin().createFactoryConfiguration(ContainedDriver.PID, "?");
        configuration.update(new Hashtable<>(Map.of("driver", StandIn.NAME,
                "java.options", new String[] {"-Dstandin.library=" + library})));
        return configuration;
    }

    /** Whose accelerator there is. */
    private Optional<ServiceReference<?>> reference() {
        try {
            // All, for the framework's own class loader sees another interface of this name.
            ServiceReference<?>[] all = context.getAllServiceReferences(ACCELERATOR, null);
            return all == null ? Optional.empty() : Optional.of(all[0]);
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String ask(String method) {
        try {
            Object service = context.getService(reference().orElseThrow());
            return service.getClass().getInterfaces()[0].getMethod(method).invoke(service).toString();
        } catch (ReflectiveOperationException | RuntimeException away) {
            return "";
        }
    }

    private boolean isOf(String bundle) {
        return reference().filter(found -> bundle.equals(found.getBundle().getSymbolicName())).isPresent();
    }

    private static Optional<ProcessHandle> child() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(child -> child.info().arguments()
                    .filter(arguments -> List.of(arguments).contains(StandIn.NAME)).isPresent()).findFirst();
        }
    }

    @Test
    void aConfigurationMovesADriverOutAndItsEndBringsItBack() throws Exception {
        TestFramework.await("in this process", () -> isOf(StandIn.NAME));
        Configuration configuration = contain();
        TestFramework.await("in its own", () -> isOf("io.sluice.accel.contained"));
        assertEquals("standin-0", reference().orElseThrow().getProperty("accelerator.id"));
        assertEquals(1, context.getAllServiceReferences(ACCELERATOR, null).length, "no device twice");
        assertTrue(ask("readings").contains("41"), ask("readings"));
        assertTrue(child().isPresent());

        configuration.delete();
        TestFramework.await("in this process again", () -> isOf(StandIn.NAME));
        assertTrue(child().isEmpty());
    }

    @Test
    void aDriverThatIsConfiguredOutIsNeverInThisProcessWhileItStarts() throws Exception {
        driver.stop();
        contain();
        TestFramework.await("configured", () -> statuses().contains("accelerator.contained.driver_missing"));
        List<String> here = new CopyOnWriteArrayList<>();
        context.addServiceListener(event -> here.add(String.valueOf(event.getServiceReference())),
                "(component.name=standin)");
        driver.start();
        TestFramework.await("in its own", () -> isOf("io.sluice.accel.contained"));
        assertEquals(Bundle.ACTIVE, driver.getState());
        update();
        TestFramework.await("in its own again", () -> driver.getState() == Bundle.ACTIVE && child().isPresent()
                && isOf("io.sluice.accel.contained"));
        assertEquals(List.of(), here, "its component ran in this process");
        assertNull(driver.getRegisteredServices());
    }

    @Test
    void anUpdateOfThisBundleDoesNotBringTheDriverHere() throws Exception {
        contain();
        TestFramework.await("in its own", () -> isOf("io.sluice.accel.contained"));
        List<String> here = new CopyOnWriteArrayList<>();
        context.addServiceListener(event -> here.add(String.valueOf(event.getServiceReference())),
                "(component.name=standin)");
        Bundle own = context.getBundle("contained");
        own.stop();
        TestFramework.await("gone", () -> child().isEmpty());
        own.start();
        TestFramework.await("in its own again", () -> isOf("io.sluice.accel.contained"));
        assertEquals(List.of(), here, "its component ran in this process");
    }

    @Test
    void theDriversConfigurationGoesWithIt() throws Exception {
        Configuration own = admin().getConfiguration("standin", "?");
        own.update(new Hashtable<>(Map.of("chip", "S7")));
        contain();
        TestFramework.await("configured", () -> isOf("io.sluice.accel.contained") && ask("info").contains("chip=S7"));
        own.update(new Hashtable<>(Map.of("chip", "S8")));
        TestFramework.await("configured anew", () -> ask("info").contains("chip=S8"));
    }

    @Test
    void anUpdateOfTheDriverUpdatesItsProcess() throws Exception {
        contain();
        TestFramework.await("in its own", () -> isOf("io.sluice.accel.contained"));
        long before = child().orElseThrow().pid();
        update();
        TestFramework.await("another process",
                () -> isOf("io.sluice.accel.contained") && child().filter(now -> now.pid() != before).isPresent());
        driver.stop();
        TestFramework.await("withdrawn", () -> reference().isEmpty() && child().isEmpty());
        driver.start();
        TestFramework.await("back", () -> isOf("io.sluice.accel.contained"));
    }

    private void update() throws BundleException, IOException {
        try (InputStream content = Files.newInputStream(folder.resolve("standin.jar"))) {
            driver.update(content);
        }
    }

    @Test
    void aDriverThatIsNotThereIsAStatusUntilItComes() throws Exception {
        driver.stop();
        contain();
        TestFramework.await("told", () -> statuses().contains("accelerator.contained.driver_missing"));
        driver.start();
        TestFramework.await("in its own", () -> isOf("io.sluice.accel.contained"));
        TestFramework.await("told", () -> statuses().contains("accelerator.ready")
                && !statuses().contains("accelerator.contained.driver_missing"));
    }

    private String statuses() {
        try {
            StringBuilder all = new StringBuilder();
            for (ServiceReference<?> source : context.getAllServiceReferences("io.sluice.api.status.StatusSource", null)) {
                Object service = context.getService(source);
                all.append(service.getClass().getMethod("statuses").invoke(service));
            }
            return all.toString();
        } catch (ReflectiveOperationException | InvalidSyntaxException | RuntimeException away) {
            return "";
        }
    }
}
