package io.sluice.support.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** A bare Felix for tests: a real service registry, and an Event Admin that keeps what was announced. */
public final class TestFramework implements AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Framework framework;
    private final Path cache;
    private final List<Event> events = new CopyOnWriteArrayList<>();

    public TestFramework(Map<String, String> properties) throws IOException, BundleException {
        cache = Files.createTempDirectory("sluice-test-framework");
        Map<String, String> all = new HashMap<>(properties);
        all.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        framework = new FrameworkFactory().newFramework(all);
        framework.start();
        context().registerService(EventAdmin.class, new Recorder(), null);
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** Everything announced so far, in order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Waits until the condition holds; fails after 60 s, far beyond what a loaded machine takes. */
    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Object bell = new Object();
        synchronized (bell) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("did not come about: " + what);
                }
                bell.wait(10);
            }
        }
    }

    @Override
    public void close() throws Exception {
        framework.stop();
        framework.waitForStop(0);
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private final class Recorder implements EventAdmin {
        @Override
        public void postEvent(Event event) {
            events.add(event);
        }

        @Override
        public void sendEvent(Event event) {
            events.add(event);
        }
    }
}
