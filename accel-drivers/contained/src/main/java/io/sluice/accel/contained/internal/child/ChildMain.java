package io.sluice.accel.contained.internal.child;

import io.sluice.support.process.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The driver process's program: a framework of the few bundles that the driver needs, which are those of the gateway.
 * A framework rather than a class path, because then every driver runs here as it is: with its components, its native
 * bundles and its configuration. Exit code 3: the framework or the driver did not start; the reason is on standard output.
 */
public final class ChildMain {

    /** Framework properties of the child. */
    public static final String WORK = "io.sluice.accel.contained.work";
    public static final String SOCKET = "io.sluice.accel.contained.socket";
    public static final String DRIVER = "io.sluice.accel.contained.driver";
    /** In the folder of work: a line a bundle, in the order in which they start. */
    public static final String BUNDLES = "bundles";

    /** How long bundles may take to stop in order. */
    private static final long PATIENCE_MILLIS = 3000;

    private ChildMain() {}

    /** @param arguments folder of work, path of the socket, symbolic name of the driver's bundle */
    public static void main(String[] arguments) {
        Path work = Path.of(arguments[0]);
        try {
            start(work, arguments[1], arguments[2]);
        } catch (Exception | LinkageError failed) {
            System.out.println("The process does not start: " + causes(failed));
            Folders.delete(work);
            Runtime.getRuntime().halt(3);
        }
    }

    private static void start(Path work, String socket, String driver) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, work.resolve("cache").toString(),
                "felix.cm.dir", work.resolve("config").toString(),
                "felix.shutdown.hook", "false",
                "org.ops4j.pax.logging.DefaultServiceLog.level", "WARN",
                WORK, work.toString(),
                SOCKET, socket,
                DRIVER, driver));
        framework.start();
        // Of this class and not of a bundle's: a bundle's are gone when the framework has stopped.
        Path shared = Path.of(socket).getParent();
        framework.getBundleContext().registerService(Runnable.class, () -> endLater(framework, work, shared),
                new Hashtable<>());
        BundleContext context = framework.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (String location : Files.readAllLines(work.resolve(BUNDLES))) {
            bundles.add(context.installBundle(location));
        }
        for (Bundle bundle : bundles) {
            if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) == 0) {
                start(bundle);
            }
        }
    }

    /** On a thread that keeps the virtual machine until all is done: the framework's own are gone before. */
    private static void endLater(Framework framework, Path work, Path shared) {
        Thread ending = new Thread(() -> end(framework, work, shared), "contained-end");
        ending.setDaemon(false);
        ending.start();
    }

    /** The gateway has closed its link or has died: no driver outlives it, not even one that hangs. */
    private static void end(Framework framework, Path work, Path shared) {
        Thread stopping = new Thread(() -> {
            try {
                framework.stop();
                framework.waitForStop(PATIENCE_MILLIS);
            } catch (BundleException | InterruptedException | RuntimeException failed) {
                System.out.println("The process does not stop in order: " + failed);
            }
        }, "contained-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(PATIENCE_MILLIS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        Folders.delete(work);
        Folders.delete(shared);
        Runtime.getRuntime().halt(0);
    }

    private static void start(Bundle bundle) throws BundleException {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException failed) {
            throw new BundleException(bundle.getSymbolicName() + ": " + failed.getMessage(), failed);
        }
    }

    private static String causes(Throwable failed) {
        StringBuilder text = new StringBuilder(String.valueOf(failed.getMessage()));
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
        }
        return text.toString();
    }
}
