package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.child.DriverSettings;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.model.ModelData;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import io.sluice.support.model.FileModel;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** A supervisor in a framework of the test's, whose services are of the test's own classes. */
final class Contained implements AutoCloseable {

    private static final List<String> BUNDLES = List.of("pax-logging-api", "org.osgi.util.function", "org.osgi.util.promise",
            "org.osgi.service.component-", "org.apache.felix.configadmin", "org.apache.felix.eventadmin",
            "org.apache.felix.scr", "io.sluice.api");

    private final TestFramework framework = new TestFramework(Map.of());
    private final StatusReports statuses = new StatusReports(framework.context());
    private final Supervisor supervisor;

    Contained(Settings settings, Launch launch) throws Exception {
        supervisor = new Supervisor(framework.context(), settings, new Reports(statuses, settings.driver()));
        supervisor.run(() -> launch);
    }

    static Settings settings(String driver, String... options) {
        return new Settings(driver, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60), 3, 48,
                List.of(options), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofHours(1));
    }

    static Settings withRunLimit(Settings settings, Duration limit) {
        return new Settings(settings.driver(), limit, settings.loadLimit(), settings.startLimit(), settings.crashes(),
                settings.heapMb(), settings.javaOptions(), settings.firstDelay(), settings.mostDelay(), settings.quarantine());
    }

    static Settings withQuarantine(Settings settings, Duration quarantine) {
        return new Settings(settings.driver(), settings.runLimit(), settings.loadLimit(), settings.startLimit(),
                settings.crashes(), settings.heapMb(), settings.javaOptions(), settings.firstDelay(), settings.mostDelay(),
                quarantine);
    }

    /** What the gateway would find out from its bundles. @param drivers jars, the driver's last */
    static Launch launch(Path... drivers) {
        Path own = Path.of(System.getProperty("bundle"));
        List<Path> bundles = new ArrayList<>();
        BUNDLES.forEach(name -> bundles.add(onClassPath(name)));
        bundles.add(own);
        bundles.addAll(List.of(drivers));
        return new Launch(List.of(onClassPath("org.apache.felix.framework"), own),
                bundles.stream().map(jar -> "reference:" + jar.toUri()).toList(), new DriverSettings(List.of()));
    }

    static Path onClassPath(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith(name)
                        && !jar.getFileName().toString().endsWith("-tests.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the class path"));
    }

    BundleContext context() {
        return framework.context();
    }

    Supervisor supervisor() {
        return supervisor;
    }

    /** Waits for the device of the present process. */
    Accelerator accelerator() throws Exception {
        TestFramework.await("a device; " + status(), () -> find().isPresent());
        return find().orElseThrow();
    }

    Optional<Accelerator> find() {
        ServiceReference<Accelerator> reference = context().getServiceReference(Accelerator.class);
        return Optional.ofNullable(reference).map(found -> context().getService(found));
    }

    Optional<Status> status(String id) {
        return statuses.of(new Subject(Subject.ACCELERATOR, id));
    }

    List<Status> status() {
        return List.copyOf(context().getService(context().getServiceReference(StatusSource.class)).statuses());
    }

    /** A model of the stand-in, which looks at its name only. */
    static ModelData model(String name) {
        return new FileModel(Path.of("/nowhere", name), "standin", "");
    }

    /** Runs the stand-in with one value. */
    static float run(InferenceSession session, float value) {
        try (Binding binding = session.bind()) {
            binding.input(0).putFloat(0, value);
            binding.run();
            return binding.output(0).getFloat(0);
        }
    }

    @Override
    public void close() throws Exception {
        supervisor.close();
        statuses.close();
        framework.close();
    }
}
