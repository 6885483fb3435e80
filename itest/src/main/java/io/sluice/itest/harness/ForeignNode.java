package io.sluice.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A node of another make: speaks T/AI 116.6 by HTTP with none of the product's code. Registers with gateways, sends them anything, and
 * keeps what they send to it, in the order in which it came. Thread-safe.
 */
public final class ForeignNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a gateway sent. */
    public record Message(String method, String path, JsonNode body) {

        public boolean is(String command) {
            return body.path("CommandType").asText().equals(command);
        }
    }

    /** What a gateway answered. */
    public record Answer(int status, JsonNode body) {

        public boolean isSuccess() {
            return body.path("StatusCode").asText().equals("0");
        }
    }

    private final String id;
    private final URI gateway;
    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "foreign-node");
        thread.setDaemon(true);
        return thread;
    });
    private final DigestCaller caller;
    private final List<Message> received = new ArrayList<>();
    private final String instance = Long.toHexString(System.nanoTime());
    private volatile boolean refusing;
    private volatile long clockAheadMicros;

    /**
     * @param id 20 digits
     * @param gateway that it registers with, such as {@code http://127.0.0.1:8080}
     */
    public ForeignNode(String id, String password, URI gateway) throws IOException {
        this(id, password, gateway, InetAddress.getLoopbackAddress(), HttpClient.newHttpClient());
    }

    /**
     * @param at where it takes messages
     * @param client may be shared by many nodes
     */
    public ForeignNode(String id, String password, URI gateway, InetAddress at, HttpClient client) throws IOException {
        this.id = id;
        this.gateway = gateway;
        caller = new DigestCaller(client, id, password);
        server = HttpServer.create(new InetSocketAddress(at, 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(pool);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        long arrived = micros();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        byte[] answer;
        if (path.equals("/System/Time")) {
            ObjectNode time = JSON.createObjectNode();
            time.putObject("SystemTimeObject").put("VIIDServerID", id).put("ArrivedMicros", arrived).put("AnsweredMicros", micros());
            answer = JSON.writeValueAsBytes(time);
        } else {
            JsonNode message = JSON.readTree(body);
            answer = JSON.writeValueAsBytes(reply(exchange.getRequestMethod(), path, message));
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ObjectNode reply(String method, String path, JsonNode message) {
        ObjectNode reply = JSON.createObjectNode();
        if (message.has("CommandType")) {
            reply.set("CommandType", message.path("CommandType"));
            if (message.has("CommandIdx")) {
                reply.set("CommandIdx", message.path("CommandIdx"));
            }
        }
        if (refusing) {
            return reply.put("StatusCode", "1").put("Message", "not now");
        }
        synchronized (this) {
            received.add(new Message(method, path, message));
        }
        return reply.put("StatusCode", "0");
    }

    private long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000 + clockAheadMicros;
    }

    public String id() {
        return id;
    }

    /** Where it takes messages. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Answers everything with StatusCode 1 and keeps nothing, until it is told otherwise. */
    public void refuse(boolean all) {
        refusing = all;
    }

    /** Sets its clock ahead of this machine's. */
    public void setClockAhead(long micros) {
        clockAheadMicros = micros;
    }

    /** Whether the gateway has taken it in; it must again after the gateway's restart. */
    public boolean register() throws IOException, InterruptedException {
        return session("Register", ",\"Scheme\":\"http\",\"Port\":" + port()).status() == 200
                && session("Keepalive", "").body().at("/ResponseStatusObject/StatusCode").asInt(-1) == 0;
    }

    /** A sign of life, registration or its end, as GA/T 1400 writes them. */
    public Answer session(String word, String members) throws IOException, InterruptedException {
        return send("POST", "/System/" + word, "{\"" + word + "Object\":{\"DeviceID\":\"" + id + "\",\"Instance\":\"" + instance
                + "\"" + members + "}}");
    }

    /** A command; apostrophes stand for quotation marks. */
    public Answer command(String type, String body) throws IOException, InterruptedException {
        return send("POST", "/System/Command", ("{'CommandType':'" + type + "','CommandIdx':1," + body + "}").replace('\'', '"'));
    }

    /** Any message, be it right or wrong. */
    public Answer send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer send(String method, String path, byte[] body) throws IOException, InterruptedException {
        HttpResponse<String> answer = caller.send(method, gateway.resolve(path), body);
        return new Answer(answer.statusCode(), answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.missingNode());
    }

    /** Everything that came, in order. */
    public synchronized List<Message> received() {
        return List.copyOf(received);
    }

    /** Results of one task in the order in which they came, again where they came again. */
    public List<JsonNode> results(String task) {
        return received().stream().filter(message -> message.is("task_result"))
                .map(message -> message.body().path("MessageBody"))
                .filter(result -> result.path("TaskID").asText().equals(task)).toList();
    }

    /** Results of one task, each key once. */
    public List<JsonNode> distinctResults(String task) {
        List<JsonNode> distinct = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (JsonNode result : results(task)) {
            if (!keys.contains(result.path("Key").asText())) {
                keys.add(result.path("Key").asText());
                distinct.add(result);
            }
        }
        return distinct;
    }

    /** The states of one task that were reported, in order. */
    public List<JsonNode> states(String task) {
        List<JsonNode> states = new ArrayList<>();
        for (Message message : received()) {
            if (message.path().equals("/System/TaskStatus/")) {
                message.body().findParents("TaskID").stream()
                        .filter(state -> state.path("TaskID").asText().equals(task)).forEach(states::add);
            }
        }
        return states;
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
