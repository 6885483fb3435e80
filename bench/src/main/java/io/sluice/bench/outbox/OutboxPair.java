package io.sluice.bench.outbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.api.link.Resource;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Waiting;
import io.sluice.itest.harness.Await;
import io.sluice.outbox.internal.OutboxComponent;
import io.sluice.outbox.internal.OutboxConfig;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * The product's outbox, posting to an address at which another one keeps what comes before it is acknowledged: on the medium here, over
 * TCP, on the medium there.
 */
final class OutboxPair implements AutoCloseable {

    /** A node that is linked with nobody: what is for it stays. */
    private static final String NOBODY = "31010000001320000009";

    private final Framework[] frameworks = new Framework[2];
    private final OutboxComponent here;
    private final OutboxComponent there;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String address;
    private final AtomicLong names = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private volatile boolean closed;
    private volatile boolean keeping = true;

    OutboxPair(Path folder) throws Exception {
        here = outbox(0, folder.resolve("here"));
        there = outbox(1, folder.resolve("there"));
        // The JDK's server waits for more to send otherwise, 40 ms at a time.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(pool);
        server.createContext("/results", this::take);
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort() + "/results";
    }

    private OutboxComponent outbox(int index, Path data) throws Exception {
        Files.createDirectories(data);
        frameworks[index] = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString(),
                "sluice.data", data.toString()));
        frameworks[index].start();
        OutboxConfig defaults = (OutboxConfig) Proxy.newProxyInstance(OutboxConfig.class.getClassLoader(),
                new Class<?>[] {OutboxConfig.class}, (proxy, method, arguments) ->
                        method.getName().equals("most_mib") ? (Object) 8192 : method.getDefaultValue());
        return new OutboxComponent(frameworks[index].getBundleContext(), defaults);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (closed) {
            exchange.sendResponseHeaders(503, -1);
        } else {
            if (keeping) {
                there.put(List.of(new Letter(NOBODY, Resource.COMMAND, exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        Instant.now(), body)));
            }
            arrived.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
        }
        exchange.close();
    }

    /** Whether what comes is refused for the time being. */
    void shut(boolean shut) {
        closed = shut;
    }

    /** Whether what comes is kept, or only counted. */
    void keep(boolean kept) {
        keeping = kept;
    }

    /** @return seconds until all letters are kept there and acknowledged here */
    double run(Callers callers, byte[] body) throws Exception {
        long before = arrived.get();
        long begin = System.nanoTime();
        callers.run(share -> {
            for (int index = 0; index < share; index++) {
                here.put(List.of(letter(body)));
            }
        });
        Await.until("all are acknowledged", Duration.ofMinutes(5),
                () -> arrived.get() - before >= callers.messages() && waiting() == 0);
        return (System.nanoTime() - begin) / 1e9;
    }

    Letter letter(byte[] body) {
        return new Letter(address, Resource.COMMAND, "task/" + names.incrementAndGet(), Instant.now(), body);
    }

    void put(List<Letter> letters) {
        here.put(letters);
    }

    long waiting() {
        return here.waiting().stream().mapToLong(Waiting::letters).sum();
    }

    @Override
    public void close() throws Exception {
        here.stop();
        there.stop();
        server.stop(0);
        pool.shutdownNow();
        for (Framework framework : frameworks) {
            framework.stop();
        }
    }
}
