package io.sluice.launcher;

import io.sluice.launcher.runtime.CudaCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.osgi.framework.BundleException;

/**
 * The gateway's program. Exit codes: 0 the framework was stopped from within, 143 or 130 it was stopped in order by
 * SIGTERM or SIGINT, 1 an unexpected fault, 2 wrong command line, 3 the data folder cannot be used, 4 the framework or
 * every feature failed, 5 stopping took too long.
 */
public final class Main {

    private static final Duration STOP_PATIENCE = Duration.ofMillis(4500);

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (!arguments.isEmpty() && arguments.get(0).equals("cuda")) {
            return CudaCommand.run(arguments.subList(1, arguments.size()), out, err);
        }
        if (arguments.contains("--help")) {
            out.print(Options.USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (UsageException wrong) {
            err.println(wrong.getMessage());
            err.print(Options.USAGE);
            return 2;
        }
        try (DataFolder data = DataFolder.open(options.data())) {
            // For what still asks for it: file streams of the JDK took the folder of the machine before.
            System.setProperty("java.io.tmpdir", data.temporary().toString());
            System.setProperty("sluice.home", options.home().toString());
            System.setProperty("sluice.data", data.root().toString());
            return run(new Gateway(options, data, out), out, err);
        } catch (IOException unusable) {
            err.println(unusable.getMessage());
            return 3;
        }
    }

    private static int run(Gateway gateway, PrintStream out, PrintStream err) throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, err), "sluice-stop"));
            LaunchReport report = gateway.start();
            long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
            out.println("Sluice started in " + millis + " ms: " + report.get());
            gateway.await();
            return 0;
        } catch (BundleException | RuntimeException | LinkageError failed) {
            err.println("Sluice cannot start: " + Causes.of(failed));
            return 4;
        } catch (InterruptedException interrupted) {
            return 1;
        }
    }

    private static void stop(Gateway gateway, PrintStream err) {
        try {
            if (!gateway.stop(STOP_PATIENCE)) {
                err.println("Sluice did not stop within " + STOP_PATIENCE.toMillis() + " ms and is ended.");
                Runtime.getRuntime().halt(5);
            }
        } catch (BundleException | IOException error) {
            err.println("Sluice did not stop in order: " + Causes.of(error));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
