package io.sluice.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The real distribution as a process of its own, used as a client would. */
public final class Gateway implements AutoCloseable {

    public static final Path DISTRIBUTION = Path.of(System.getProperty("sluice.distribution")).normalize();

    private static final Duration START = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final Path data;
    private final int port;
    private final List<String> arguments;
    private final Optional<Wire> wire;
    private Process process;

    private Gateway(Path home, Path data, int port, List<String> arguments, Optional<Wire> wire) {
        this.home = home;
        this.wire = wire;
        this.data = data;
        this.port = port;
        this.arguments = arguments;
    }

    /** Starts a gateway on a free port and waits until it answers. */
    public static Gateway start(Path data, String... arguments) throws IOException {
        Gateway gateway = prepare(DISTRIBUTION, data, freePort(), arguments);
        gateway.launch();
        gateway.awaitHealthy();
        return gateway;
    }

    /** A gateway that is yet to be launched, of a distribution that may have been tampered with. */
    public static Gateway prepare(Path home, Path data, int port, String... arguments) {
        return new Gateway(home, data, port, List.of(arguments), Optional.empty());
    }

    /** The same, to be launched at the far end of a wire. */
    public static Gateway prepareBehind(Wire wire, Path data, int port, String... arguments) {
        return new Gateway(DISTRIBUTION, data, port, List.of(arguments), Optional.of(wire));
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public void launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/sluice-gateway").toString(),
                "--data", data.toString(),
                "--port", Integer.toString(port)));
        command.addAll(arguments);
        process = new ProcessBuilder(wire.map(far -> far.there(command)).orElse(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    public void awaitHealthy() {
        Await.until("the gateway is healthy; its log is " + log(), START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway ended with " + process.exitValue());
            }
            return send("GET", "/system/health", null).statusCode() == 200;
        });
    }

    /** As a loss of power would: no handler runs. Children of the start script die with it. */
    public void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** As a service manager would. */
    @Override
    public void close() throws InterruptedException {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the gateway did not stop within 20 s of being asked; its log is " + log());
        }
    }

    public Process process() {
        return process;
    }

    public Path data() {
        return data;
    }

    public Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    public String logText() throws IOException {
        return Files.readString(log());
    }

    public URI address(String path) {
        return URI.create("http://" + (wire.isPresent() ? Wire.FAR : "127.0.0.1") + ":" + port + path);
    }

    public HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(10));
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (HttpTimeoutException silent) {
            throw silent;
        } catch (IOException closed) {
            // The server may end a connection just when the client takes it from its pool; RFC 9112, section 9.3.1.
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path, null);
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Adds a camera or changes it. */
    public void put(String id, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = send("PUT", "/api/cameras/" + id, json);
        if (response.statusCode() / 100 != 2) {
            throw new IOException("camera " + id + " was refused: " + response.body());
        }
    }

    /** The status of a subject, or a missing node. */
    public JsonNode status(String kind, String id) throws IOException, InterruptedException {
        return StreamSupport.stream(get("/api/status").spliterator(), false)
                .filter(status -> status.at("/subject/kind").asText().equals(kind)
                        && status.at("/subject/id").asText().equals(id))
                .findFirst()
                .orElse(JSON.missingNode());
    }

    /** Waits until a subject has one of these codes and returns its status. */
    public JsonNode awaitCode(String kind, String id, Duration atMost, String... codes) {
        JsonNode[] last = new JsonNode[1];
        try {
            return Await.value(kind + "/" + id + " says " + Arrays.toString(codes), atMost, () -> {
                last[0] = status(kind, id);
                return Arrays.asList(codes).contains(last[0].path("code").asText()) ? last[0] : null;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it says " + last[0] + "; the log is " + log(), e);
        }
    }

    /** Waits until a subject has this health and returns its status. */
    public JsonNode awaitHealth(String kind, String id, Duration atMost, String health) {
        JsonNode[] last = new JsonNode[1];
        try {
            return Await.value(kind + "/" + id + " is " + health, atMost, () -> {
                last[0] = status(kind, id);
                return last[0].path("health").asText().equals(health) ? last[0] : null;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it says " + last[0] + "; the log is " + log(), e);
        }
    }
}
