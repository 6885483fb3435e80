package io.sluice.support.natives;

import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;

/**
 * Loads a library on a thread of its own when its bundle starts, so that the rest of the gateway starts meanwhile, and offers the
 * {@link NativeLibrary} once that is done. A library that cannot be loaded is a failed status of the bundle, which makes the gateway
 * unhealthy. Create it when the bundle starts, close it when it stops.
 */
public final class LoadingLibrary implements AutoCloseable {

    /** ONNX Runtime goes through the process's command line by recursion: 4 kB of it overflow a stack of 1 MB. */
    private static final long STACK_BYTES = 16 << 20;
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final BundleContext context;
    private final String name;
    private final Callable<Loaded> loading;
    private final Thread thread;

    /**
     * A library that was loaded.
     *
     * @param version its own
     * @param properties of the service, beside its name
     */
    public record Loaded(String version, Map<String, String> properties) {}

    /**
     * @param name as in {@link NativeLibrary#NAME}
     * @param loading loads the library and tells its version
     */
    public LoadingLibrary(BundleContext context, String name, Callable<String> loading) {
        this(name, () -> new Loaded(loading.call(), Map.of()), context);
    }

    /**
     * For a library of which there are several builds.
     *
     * @param name as in {@link NativeLibrary#NAME}
     * @param loading loads the library
     */
    public LoadingLibrary(String name, Callable<Loaded> loading, BundleContext context) {
        this.context = context;
        this.name = name;
        this.loading = loading;
        thread = new Thread(null, this::load, "load-" + name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    private void load() {
        try {
            Loaded library = loading.call();
            Hashtable<String, Object> properties = new Hashtable<>(library.properties());
            properties.put(NativeLibrary.NAME, name);
            context.registerService(NativeLibrary.class, library::version, properties);
        } catch (Exception | LinkageError failed) {
            report(failed);
        }
    }

    private void report(Throwable failed) {
        Throwable first = failed;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String cause = String.valueOf(first.getMessage());
        Status status = new Status(new Subject(Subject.BUNDLE, context.getBundle().getSymbolicName()), Health.FAILED,
                "native.library.unloadable",
                "The native library " + name + " cannot be loaded on " + System.getProperty("os.arch") + ": " + cause + ".",
                "Use the gateway on a system that it is made for, with room in its data folder.",
                Map.of("library", name, "cause", cause), Instant.now());
        StatusSource source = () -> List.of(status);
        try {
            context.registerService(StatusSource.class, source, new Hashtable<>());
        } catch (IllegalStateException stopped) {
            // Then nobody wants to know any more.
        }
    }

    /** Waits for a load in progress, which cannot be interrupted; the framework withdraws the services. */
    @Override
    public void close() {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
