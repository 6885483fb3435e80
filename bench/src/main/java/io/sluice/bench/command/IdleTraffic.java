package io.sluice.bench.command;

import io.sluice.bench.Line;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What two gateways with their defaults say to each other while nothing happens, as bytes in both directions of all their connections,
 * without the headers of TCP and IP. The first minute, in which they register and report all they have, is left out.
 */
final class IdleTraffic {

    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("sluice.bench.idle", 900));

    private IdleTraffic() {}

    static Line measure(Path folder) throws Exception {
        AtomicLong bytes = new AtomicLong();
        int upperPort = Gateway.freePort();
        int lowerPort = Gateway.freePort();
        try (CountingProxy up = new CountingProxy(upperPort, bytes);
                CountingProxy down = new CountingProxy(lowerPort, bytes);
                Gateway upper = Nodes.gateway(folder.resolve("upper"), Nodes.UPPER, upperPort, Gateway.freePort());
                Gateway lower = Nodes.gateway(folder.resolve("lower"), Nodes.LOWER, lowerPort, Gateway.freePort())) {
            Nodes.configure(folder.resolve("upper"), "io.sluice.link.http", "devices=[\"" + Nodes.LOWER + ":key\"]\n");
            Nodes.configure(folder.resolve("lower"), "io.sluice.link.http", "expiry.seconds=I\"300\"\n");
            Nodes.configure(folder.resolve("lower"), "io.sluice.link.http.upper-plant", "url=\"http://127.0.0.1:" + up.port()
                    + "\"\npassword=\"key\"\nport=I\"" + down.port() + "\"\n");
            upper.launch();
            lower.launch();
            upper.awaitHealthy();
            lower.awaitHealthy();
            upper.awaitCode("link", Nodes.LOWER, Duration.ofMinutes(2), "link.online");
            pass(SETTLING);
            long before = bytes.get();
            pass(WATCHED);
            double kilobits = (bytes.get() - before) * 8.0 / 1000 / WATCHED.toSeconds();
            return new Line("command-idle").with("kbit_s", kilobits).with("bound", 0.25).with("seconds", WATCHED.toSeconds());
        }
    }

    /** The time itself is what is measured against. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
