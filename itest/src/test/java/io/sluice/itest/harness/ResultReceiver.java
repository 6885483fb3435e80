package io.sluice.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An address that results are pushed to. Keeps each key once, as the header {@code Idempotency-Key} asks for. Thread-safe. */
public final class ResultReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, String> received = new LinkedHashMap<>();

    private ResultReceiver(HttpServer server) {
        this.server = server;
    }

    public static ResultReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ResultReceiver receiver = new ResultReceiver(server);
        server.createContext("/results", receiver::take);
        server.start();
        return receiver;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        boolean fits;
        synchronized (this) {
            // The same key must mean the same result.
            fits = received.putIfAbsent(key, body) == null || received.get(key).equals(body);
            if (!fits) {
                received.put(key + " again with another body", body);
            }
        }
        exchange.sendResponseHeaders(fits ? 204 : 500, -1);
        exchange.close();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/results";
    }

    public synchronized Set<String> keys() {
        return new TreeSet<>(received.keySet());
    }

    public synchronized List<String> bodies() {
        return List.copyOf(received.values());
    }

    /** What the keys end with, behind the task's name. */
    public Set<String> lastWords() {
        Set<String> words = new TreeSet<>();
        keys().forEach(key -> words.add(key.replace("\"", "").replaceFirst(".*/", "")));
        return words;
    }

    /** The pictures that results are about, each once. */
    public Set<String> pictures() throws IOException {
        Set<String> pictures = new TreeSet<>();
        for (String body : bodies()) {
            JsonNode picture = JSON.readTree(body).at("/MessageBody/TaskResultData/Picture");
            pictures.add(picture.toString());
        }
        return pictures;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
