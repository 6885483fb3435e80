package io.sluice.bench.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The real distribution as a process, started and asked as a user would. */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final Path data;
    private final int port = freePort();
    private Process process;

    public GatewayProcess(Path home, Path data) throws IOException {
        this.home = home;
        this.data = data;
    }

    /** The distribution that the build left, beside the current folder or in it. */
    public static Path distribution() {
        return Path.of(System.getProperty("sluice.distribution", "gateway-distro/archive/target/sluice-gateway-0.1.0"))
                .toAbsolutePath();
    }

    /** @return seconds from the start of the process until it is healthy */
    public double start(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/sluice-gateway").toString(),
                "--data", data.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(arguments));
        long begin = System.nanoTime();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolveSibling(data.getFileName() + ".log").toFile()))
                .start();
        await("the gateway is healthy", START, () -> status("/system/health") == 200);
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Waits for a condition, looking every 5 ms; what throws does not hold yet. */
    public static void await(String what, Duration atMost, Condition condition) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                // Not there yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting until " + what, e);
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("not within " + atMost + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** The Java process, below its start script if that did not give way to it. */
    public long pid() {
        return process.descendants().filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst().map(ProcessHandle::pid).orElse(process.pid());
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    public void put(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
    }

    /** Follows server-sent events; each line of the stream is handed over on a thread of the client's. */
    public void follow(String path, Consumer<String> line) {
        client.sendAsync(HttpRequest.newBuilder(address(path)).build(),
                HttpResponse.BodyHandlers.fromLineSubscriber(new LineSubscriber(line)));
    }

    private int status(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(5)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        }
    }
}
