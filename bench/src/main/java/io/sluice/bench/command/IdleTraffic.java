package io.sluice.bench.command;

import io.sluice.bench.Line;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What an idle node with its defaults and the node above it say to each other, by HTTP and by MQTT at the same time: bytes of both
 * directions of all connections of the lower node, as its sockets carry them, without the headers of TCP and IP. Watched from ten
 * seconds after the registration for two whole periods of the keepalive; so the first rounds of comparing clocks, which are close to
 * each other, count fully. Of a report that was not due in that time its share counts.
 */
final class IdleTraffic {

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("sluice.bench.idle", 180));
    private static final Map<String, Duration> REPORTS = Map.of(
            "ResourceInfo/TotalResource", Duration.ofMinutes(10), "ResourceInfo/AvailableResource", Duration.ofMinutes(5));
    private static final double BOUND = 0.25;

    private IdleTraffic() {}

    static List<Line> measure(Path folder) throws Exception {
        Tally http = new Tally();
        Tally mqtt = new Tally();
        try (Pair byHttp = Pair.byHttp(folder.resolve("http"), http); Pair byMqtt = Pair.byMqtt(folder.resolve("mqtt"), mqtt)) {
            byHttp.launch();
            byMqtt.launch();
            pass(SETTLING);
            Map<String, Tally.Sum> httpBefore = http.sums();
            Map<String, Tally.Sum> mqttBefore = mqtt.sums();
            pass(WATCHED);
            return List.of(line("command-idle-http", httpBefore, http), line("command-idle-mqtt", mqttBefore, mqtt));
        }
    }

    private static Line line(String name, Map<String, Tally.Sum> before, Tally tally) {
        Map<String, Tally.Sum> kinds = tally.since(before);
        double share = before.entrySet().stream().filter(one -> !kinds.containsKey(one.getKey()))
                .mapToDouble(one -> share(one.getKey(), one.getValue())).sum();
        double rate = kinds.values().stream().mapToLong(Tally.Sum::bytes).sum() / (double) WATCHED.toSeconds() + share;
        Line line = new Line(name).with("kbit_s", rate * 8 / 1000).with("bound", BOUND).with("seconds", WATCHED.toSeconds())
                .with("of_it_reports_not_in_that_time", share * 8 / 1000);
        kinds.forEach((kind, sum) -> line.with(kind.replace(' ', '_'), sum.messages() + "/" + sum.bytes() + "B"));
        return line;
    }

    /** Bytes a second of a report that was not due while it was watched. */
    private static double share(String kind, Tally.Sum sum) {
        return REPORTS.entrySet().stream().filter(report -> kind.endsWith(report.getKey()))
                .mapToDouble(report -> sum.bytes() / (double) sum.messages() / report.getValue().toSeconds()).sum();
    }

    /** The time itself is what is measured against. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Two gateways and what counts between them. */
    private record Pair(Gateway upper, Gateway lower, List<CountingProxy> proxies) implements AutoCloseable {

        static Pair byHttp(Path folder, Tally tally) throws Exception {
            int upperPort = Gateway.freePort();
            int lowerPort = Gateway.freePort();
            CountingProxy up = new CountingProxy(upperPort, () -> Sorter.http(tally));
            CountingProxy down = new CountingProxy(lowerPort, () -> Sorter.http(tally));
            Path upper = folder.resolve("upper");
            Path lower = folder.resolve("lower");
            Pair pair = new Pair(Nodes.gateway(upper, Nodes.UPPER, upperPort, Gateway.freePort()),
                    Nodes.gateway(lower, Nodes.LOWER, lowerPort, Gateway.freePort()), List.of(up, down));
            Nodes.configure(upper, "io.sluice.link.http", "devices=[\"" + Nodes.LOWER + ":key\"]\n");
            Nodes.configure(lower, "io.sluice.link.http", "expiry.seconds=I\"300\"\n");
            Nodes.configure(lower, "io.sluice.link.http.upper-plant", "url=\"http://127.0.0.1:" + up.port()
                    + "\"\npassword=\"key\"\nport=I\"" + down.port() + "\"\n");
            return pair;
        }

        static Pair byMqtt(Path folder, Tally tally) throws Exception {
            int broker = Gateway.freePort();
            CountingProxy up = new CountingProxy(broker, () -> Sorter.mqtt(tally));
            Path upper = folder.resolve("upper");
            Path lower = folder.resolve("lower");
            Pair pair = new Pair(Nodes.gateway(upper, Nodes.UPPER, Gateway.freePort(), broker),
                    Nodes.gateway(lower, Nodes.LOWER, Gateway.freePort(), Gateway.freePort()), List.of(up));
            Nodes.configure(upper, "io.sluice.link.mqtt",
                    "broker=[\"tcp://127.0.0.1:" + broker + "\"]\nlower=[\"" + Nodes.LOWER + ":key\"]\n");
            Nodes.configure(lower, "io.sluice.link.mqtt",
                    "broker=[\"tcp://127.0.0.1:" + up.port() + "\"]\nupper=[\"" + Nodes.UPPER + ":key\"]\n");
            return pair;
        }

        void launch() throws Exception {
            upper.launch();
            upper.awaitHealthy();
            lower.launch();
            lower.awaitHealthy();
            upper.awaitCode("link", Nodes.LOWER, Duration.ofMinutes(2), "link.online");
        }

        @Override
        public void close() throws Exception {
            lower.close();
            upper.close();
            for (CountingProxy proxy : proxies) {
                proxy.close();
            }
        }
    }
}
