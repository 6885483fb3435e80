package io.sluice.models.internal.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> refused = new HashSet<>();
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
    void doesNotAskAgainForWhatIsGoneOrUnfit() throws Exception {
        status = 404;
        assertEquals(1, run().size());
        assertEquals(List.of(), run());
        assertEquals(1, asked.size());
        assertEquals(List.of(), pauses);

        refused.clear();
        status = 200;
        unfit = true;
        assertEquals(List.of("m 1: It is unfit."), run());
        assertEquals(List.of(), run());
        assertEquals(2, asked.size());
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
