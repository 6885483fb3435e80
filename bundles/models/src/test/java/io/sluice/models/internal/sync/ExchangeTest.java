package io.sluice.models.internal.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.models.internal.store.StoreFixture;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {

    private static final String SHA256 = "ab".repeat(32);

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private final StoreFixture.SetClock clock = new StoreFixture.SetClock();
    private volatile String conditions = "no keys";
    private final Refusals refused = new Refusals(clock, () -> conditions);
    private HttpServer server;
    private RemoteRepository remote;
    private volatile int status = 503;
    private volatile boolean unfit;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/models/packages", exchange -> {
            boolean list = exchange.getRequestURI().getPath().endsWith("packages");
            byte[] body = (list ? "[{\"sha256\":\"" + SHA256 + "\",\"content\":\"cd\",\"bytes\":5,\"id\":\"m\",\"version\":\"1\"}]"
                    : "12345").getBytes(StandardCharsets.US_ASCII);
            if (!list) {
                asked.add(exchange.getRequestHeaders().getFirst("Range") + " "
                        + exchange.getRequestHeaders().getFirst("If-Match"));
            }
            exchange.sendResponseHeaders(list ? 200 : status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        remote = new RemoteRepository("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        remote.close();
        server.stop(0);
    }

    @Test
    void givesUpAfterSomeAttemptsAndPausesLongerEachTime() throws Exception {
        List<String> faults = run();
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).startsWith("m 1: 503"), faults.toString());
        assertEquals(List.of(100L, 200L), pauses);
        assertEquals(3, asked.size());
        assertEquals("bytes=2- \"" + SHA256 + "\"", asked.get(0), "it goes on from what is there, on condition");
        run();
        assertEquals(6, asked.size(), "it is tried again the next time");
    }

    @Test
    void triesWhatWasRefusedAgainWhenTheReasonMayBeGone() throws Exception {
        status = 404;
        assertEquals(List.of(), run());
        assertEquals(List.of("m 1: 404  Tried again at 2026-06-01T12:01:00Z."), refused.describe());
        run();
        assertEquals(1, asked.size(), "not before");
        assertEquals(List.of(), pauses);
        clock.set("2026-06-01T12:01:00Z");
        run();
        assertEquals(2, asked.size(), "by itself");
        assertEquals(List.of("m 1: 404  Tried again at 2026-06-01T12:03:00Z."), refused.describe());

        status = 206;
        unfit = true;
        conditions = "a key";
        run();
        assertEquals(3, asked.size(), "at once, since a key was added");
        assertEquals(List.of("m 1: It is unfit. Tried again at 2026-06-01T12:02:00Z."), refused.describe());
        run();
        assertEquals(3, asked.size());
        refused.tryAgain();
        run();
        assertEquals(4, asked.size(), "since somebody asked");
        unfit = false;
        refused.tryAgain();
        assertEquals(List.of(), run());
        assertEquals(List.of(), refused.describe(), "what was taken is refused no more");
    }

    @Test
    void waitsSixHoursAtMost() {
        for (int day = 1; day < 12; day++) {
            refused.add(SHA256, "m 1", "no.");
            clock.set("2026-06-" + (day < 10 ? "0" : "") + day + "T13:00:00Z");
        }
        refused.add(SHA256, "m 1", "no.");
        assertEquals(List.of("m 1: no. Tried again at 2026-06-11T19:00:00Z."), refused.describe());
    }

    @Test
    void doesNotFetchAgainWhatWasDeleted() throws Exception {
        status = 206;
        assertEquals(List.of(), run());
        assertEquals(List.of(), run());
        assertEquals(1, asked.size());
    }

    @Test
    void saysThatNobodyIsThere() {
        server.stop(0);
        assertThrows(IOException.class, this::run);
    }

    private List<String> run() throws IOException, InterruptedException {
        Map<String, Object> values = Map.of("attempts", 3, "pause_millis", 100);
        SyncConfig config = (SyncConfig) Proxy.newProxyInstance(
                SyncConfig.class.getClassLoader(), new Class<?>[] {SyncConfig.class}, (proxy, method, arguments) ->
                        values.getOrDefault(method.getName(), method.getDefaultValue()));
        return new Exchange(
                store(), remote, config, new HadPackages(folder.resolve("had")), pauses::add, refused).run();
    }

    /** Has two bytes of the package already and takes the rest without looking at it. */
    private AlgorithmStore store() {
        return (AlgorithmStore) Proxy.newProxyInstance(
                AlgorithmStore.class.getClassLoader(), new Class<?>[] {AlgorithmStore.class}, (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "versions" -> List.of();
                            case "received" -> 2L;
                            case "receive" -> received((InputStream) arguments[3]);
                            default -> throw new IllegalStateException(method.getName());
                        });
    }

    private Optional<Object> received(InputStream content) throws IOException {
        content.readAllBytes();
        if (unfit) {
            throw new RejectedException("package.corrupt", "It is unfit.", "", null);
        }
        return Optional.of("a version");
    }
}
