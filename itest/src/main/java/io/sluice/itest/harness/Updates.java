package io.sluice.itest.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Updates bundles of a running gateway, as an update agent will. */
public final class Updates implements AutoCloseable {

    private static final String FEATURE = "update-control";

    private final Path home;
    private final Socket socket;
    private final BufferedReader in;
    private final PrintWriter out;

    private Updates(Path home, Socket socket) throws IOException {
        this.home = home;
        this.socket = socket;
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Adds the bundle that takes our commands to a copy of the distribution; run the feature this returns. */
    public static String addTo(Distribution distribution) throws IOException {
        distribution.addFeature(FEATURE,
                "Bundle-SymbolicName: test.update.control\nBundle-Activator: " + ControlActivator.class.getName()
                        + "\nImport-Package: org.osgi.framework,org.osgi.framework.wiring\n",
                ControlActivator.class);
        return FEATURE;
    }

    /** Connects to a gateway that runs the feature. */
    public static Updates of(Distribution distribution, Gateway gateway) throws IOException {
        Path file = gateway.data().resolve(ControlActivator.PORT_FILE);
        int port = Await.value("the control bundle listens", Duration.ofSeconds(10),
                () -> Integer.valueOf(Files.readString(file).strip()));
        return new Updates(distribution.home(), new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Stops, updates, refreshes and starts one bundle with its own jar; returns when it runs again. */
    public void update(String symbolicName) throws IOException {
        out.println(symbolicName + " " + jarOf(symbolicName));
        String answer = in.readLine();
        if (!"ok".equals(answer)) {
            throw new IOException("the update of " + symbolicName + " failed: " + answer);
        }
    }

    private Path jarOf(String symbolicName) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("repository"))) {
            return files.filter(file -> file.getFileName().toString().matches(symbolicName.replace(".", "\\.") + "-[0-9].*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no jar of " + symbolicName));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
