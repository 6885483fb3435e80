package io.sluice.itest.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Goes into a bundle of its own that a test or benchmark adds to a copy of the distribution: updates bundles on command, in the order of
 * an update agent. One line in, {@code <symbolic name> <jar>}; one line out, {@code ok} or the error.
 */
public final class ControlActivator implements BundleActivator {

    static final String PORT_FILE = "control.port";

    private ServerSocket listener;
    private Thread thread;

    @Override
    public void start(BundleContext context) throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Files.writeString(Path.of(context.getProperty("sluice.data"), PORT_FILE), Integer.toString(listener.getLocalPort()));
        thread = new Thread(() -> serve(context), "update-control");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop(BundleContext context) throws IOException {
        listener.close();
    }

    private void serve(BundleContext context) {
        try (Socket socket = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                try {
                    update(context, words[0], Path.of(words[1]));
                    out.println("ok");
                } catch (BundleException | IOException | RuntimeException e) {
                    out.println(e);
                }
            }
        } catch (IOException | InterruptedException e) {
            // Nobody commands any more.
        }
    }

    private static void update(BundleContext context, String name, Path jar)
            throws BundleException, IOException, InterruptedException {
        Bundle bundle = Arrays.stream(context.getBundles())
                .filter(candidate -> candidate.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no bundle " + name));
        bundle.stop();
        try (InputStream content = Files.newInputStream(jar)) {
            bundle.update(content);
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> refreshed.countDown());
        refreshed.await();
        bundle.start();
    }
}
