package io.sluice.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignMqttNode;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.Gateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Round trips of {@code task_dispatch}, each accepted and kept by a gateway that 500 other nodes are registered with, by HTTP and by MQTT,
 * against a bare POST of the same message; and what two gateways say to each other while nothing happens.
 */
public final class CommandBenchmark implements Benchmark {

    private static final int NODES = Integer.getInteger("sluice.bench.nodes", 500);
    private static final int ROUNDS = Integer.getInteger("sluice.bench.commands", 2000);
    private static final int WARM_UP = 100;
    private static final Duration SOON = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<Line> run() throws Exception {
        // The JDK's server of the peer waits for more to send otherwise, 40 ms at a time.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Path folder = Files.createTempDirectory("sluice-command");
        List<Line> lines = new ArrayList<>();
        List<Double> bare = bare();
        lines.add(line("command-http", byHttp(folder.resolve("http")), bare));
        lines.add(line("command-mqtt", byMqtt(folder.resolve("mqtt")), bare));
        lines.add(IdleTraffic.measure(folder.resolve("idle")));
        return lines;
    }

    private static Line line(String name, List<Double> ours, List<Double> bare) {
        return new Line(name).with("p50_ms", Statistics.percentile(ours, 50)).with("p99_ms", Statistics.percentile(ours, 99))
                .with("bare_post_p50_ms", Statistics.percentile(bare, 50)).with("bare_post_p99_ms", Statistics.percentile(bare, 99))
                .with("nodes", NODES);
    }

    private interface Trip {

        boolean go(String task) throws Exception;
    }

    /** @return milliseconds of each round trip */
    private static List<Double> times(Trip trip) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            long begin = System.nanoTime();
            if (!trip.go("task-" + round)) {
                throw new IllegalStateException("task-" + round + " was refused");
            }
            if (round >= WARM_UP) {
                times.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return times;
    }

    private static List<Double> bare() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try {
            return times(task -> client.send(HttpRequest.newBuilder(address).version(HttpClient.Version.HTTP_1_1)
                    .POST(HttpRequest.BodyPublishers.ofString(Nodes.dispatch(task))).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
        } finally {
            server.stop(0);
        }
    }

    private static Gateway executor(Path data, int broker) throws Exception {
        Gateway gateway = Nodes.gateway(data, Nodes.LOWER, Gateway.freePort(), broker);
        Nodes.configure(data, "io.sluice.executor", "accepted=I\"1000000\"\n");
        return gateway;
    }

    private static List<Double> byHttp(Path data) throws Exception {
        List<ForeignNode> nodes = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        try (Gateway gateway = executor(data, Gateway.freePort())) {
            Nodes.configure(data, "io.sluice.link.http", "devices=" + Nodes.keys(NODES + 1) + "\nexpiry.seconds=I\"3600\"\n"
                    + "requests.per.second=I\"100000\"\nrequests.at.once=I\"100000\"\n");
            gateway.launch();
            gateway.awaitHealthy();
            for (int number = 0; number <= NODES; number++) {
                ForeignNode node = new ForeignNode(
                        Nodes.hollow(number), "key", gateway.address(""), InetAddress.getLoopbackAddress(), client);
                nodes.add(node);
                Await.until("the node is registered", SOON, node::register);
            }
            return times(task -> nodes.get(NODES).send("POST", "/System/Command", Nodes.dispatch(task)).isSuccess());
        } finally {
            nodes.forEach(ForeignNode::close);
        }
    }

    private static List<Double> byMqtt(Path data) throws Exception {
        int broker = Gateway.freePort();
        List<ForeignMqttNode> nodes = new ArrayList<>();
        ExecutorService pool = Executors.newCachedThreadPool();
        try (Gateway gateway = executor(data, broker)) {
            Nodes.configure(data, "io.sluice.link.mqtt", "broker=[\"tcp://127.0.0.1:" + broker + "\"]\nlower=" + Nodes.keys(NODES + 1)
                    + "\nexpiry.seconds=I\"3600\"\nrequests.per.second=I\"100000\"\nrequests.at.once=I\"100000\"\n");
            gateway.launch();
            gateway.awaitHealthy();
            gateway.awaitCode("broker", "main", SOON, "broker.ready");
            for (int number = 0; number <= NODES; number++) {
                ForeignMqttNode node = new ForeignMqttNode(
                        "tcp://127.0.0.1:" + broker, Nodes.hollow(number), Nodes.LOWER, "key", pool, message -> { });
                nodes.add(node);
                Await.until("the node is registered", SOON,
                        () -> node.session("Register").at("/ResponseStatusObject/StatusCode").asInt(-1) == 0);
            }
            return times(task -> {
                JsonNode reply = nodes.get(NODES).ask("System/Command", Nodes.dispatch(task));
                return reply.path("StatusCode").asText().equals("0");
            });
        } finally {
            for (ForeignMqttNode node : nodes) {
                node.close();
            }
            pool.shutdownNow();
        }
    }
}
