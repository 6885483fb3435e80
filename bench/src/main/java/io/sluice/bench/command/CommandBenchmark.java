package io.sluice.bench.command;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignMqttNode;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.Gateway;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Round trips of {@code task_dispatch}, each accepted and kept by a gateway that 500 other nodes are registered with, by HTTP against a
 * bare POST of the same message, and by MQTT against two bare clients of Paho at the same broker; and what an idle node costs.
 */
public final class CommandBenchmark implements Benchmark {

    private static final int NODES = Integer.getInteger("sluice.bench.nodes", 500);
    private static final int ROUNDS = Integer.getInteger("sluice.bench.commands", 2000);
    private static final int WARM_UP = 100;
    /** A slow peer may not keep the run from its end. */
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** A client of MQTT takes a third of a second to connect, most of it asleep. */
    private static final int CONNECTING = 16;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String LIMITS = "\nexpiry.seconds=I\"3600\"\nrequests.per.second=I\"100000\"\nrequests.at.once=I\"100000\"\n";

    /** One round trip. */
    interface Trip {

        /** @return whether it was taken */
        boolean go(String task) throws Exception;
    }

    /** Nodes that speak the protocol, are registered, and do nothing else. */
    private interface Hollow {

        /** @return the same that is kept to be closed at the end, be it registered or not */
        AutoCloseable connect(int number) throws Exception;
    }

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
        lines.add(byHttp(folder.resolve("http")));
        lines.add(byMqtt(folder.resolve("mqtt")));
        lines.addAll(IdleTraffic.measure(folder.resolve("idle")));
        return lines;
    }

    private static Line line(String name, Trip ours, Trip bare) throws Exception {
        List<Double> peer = times(bare);
        List<Double> times = times(ours);
        Line line = new Line(name).with("nodes", NODES).with("rounds", times.size()).with("bare_rounds", peer.size());
        for (int percent : new int[] {50, 99}) {
            double own = Statistics.percentile(times, percent);
            double others = Statistics.percentile(peer, percent);
            line.with("p" + percent + "_ms", own).with("bare_p" + percent + "_ms", others).with("p" + percent + "_ratio", own / others);
        }
        return line;
    }

    /** @return milliseconds of each round trip */
    private static List<Double> times(Trip trip) throws Exception {
        List<Double> times = new ArrayList<>();
        long end = Long.MAX_VALUE;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            long begin = System.nanoTime();
            end = round == WARM_UP ? begin + LONGEST.toNanos() : end;
            if (begin > end) {
                break;
            }
            if (!trip.go("task-" + round)) {
                throw new IllegalStateException("task-" + round + " was refused");
            }
            if (round >= WARM_UP) {
                times.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return times;
    }

    private static Gateway executor(Path data, int broker) throws Exception {
        Gateway gateway = Nodes.gateway(data, Nodes.LOWER, Gateway.freePort(), broker);
        Nodes.configure(data, "io.sluice.executor", "accepted=I\"1000000\"\n");
        return gateway;
    }

    private static void connectAll(Hollow hollow) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CONNECTING);
        try {
            List<Future<AutoCloseable>> all = new ArrayList<>();
            for (int number = 0; number < NODES; number++) {
                int mine = number;
                all.add(pool.submit(() -> hollow.connect(mine)));
            }
            for (Future<AutoCloseable> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void close(Queue<AutoCloseable> nodes) throws Exception {
        for (AutoCloseable node : nodes) {
            node.close();
        }
    }

    private static Line byHttp(Path data) throws Exception {
        Queue<AutoCloseable> nodes = new ConcurrentLinkedQueue<>();
        HttpClient client = HttpClient.newHttpClient();
        try (Gateway gateway = executor(data, Gateway.freePort()); BarePost bare = new BarePost()) {
            Nodes.configure(data, "io.sluice.link.http", "devices=" + Nodes.keys(NODES + 1) + LIMITS);
            gateway.launch();
            gateway.awaitHealthy();
            Hollow hollow = number -> {
                ForeignNode node = new ForeignNode(
                        Nodes.hollow(number), "key", gateway.address(""), InetAddress.getLoopbackAddress(), client);
                nodes.add(node);
                Await.until("the node is registered", SOON, node::register);
                return node;
            };
            connectAll(hollow);
            ForeignNode scheduler = (ForeignNode) hollow.connect(NODES);
            return line("command-http", task -> scheduler.send("POST", "/System/Command", Nodes.dispatch(task)).isSuccess(), bare);
        } finally {
            close(nodes);
        }
    }

    private static Line byMqtt(Path data) throws Exception {
        int port = Gateway.freePort();
        String broker = "tcp://127.0.0.1:" + port;
        Queue<AutoCloseable> nodes = new ConcurrentLinkedQueue<>();
        ExecutorService pool = Executors.newFixedThreadPool(CONNECTING);
        try (Gateway gateway = executor(data, port)) {
            Nodes.configure(data, "io.sluice.link.mqtt", "broker=[\"" + broker + "\"]\nlower=" + Nodes.keys(NODES + 1) + LIMITS);
            gateway.launch();
            gateway.awaitHealthy();
            gateway.awaitCode("broker", "main", SOON, "broker.ready");
            Hollow hollow = number -> {
                ForeignMqttNode node = new ForeignMqttNode(broker, Nodes.hollow(number), Nodes.LOWER, "key", pool, message -> { });
                nodes.add(node);
                Await.until("the node is registered", SOON,
                        () -> node.session("Register").at("/ResponseStatusObject/StatusCode").asInt(-1) == 0);
                return node;
            };
            connectAll(hollow);
            ForeignMqttNode scheduler = (ForeignMqttNode) hollow.connect(NODES);
            try (BarePaho bare = new BarePaho(broker)) {
                return line("command-mqtt",
                        task -> scheduler.ask("System/Command", Nodes.dispatch(task)).path("StatusCode").asText().equals("0"), bare);
            }
        } finally {
            close(nodes);
            pool.shutdownNow();
        }
    }
}
