package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Browser;
import io.sluice.itest.harness.Cable;
import io.sluice.itest.harness.Gateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that only dials out is looked at from above: its page, its pictures, its recordings. Both its connections are cables. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TunnelIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";
    private static final String CAMERA = "solder-line";
    private static final String NODE = "/nodes/" + LOWER;

    @TempDir
    private static Path folder;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Gateway upper;
    private static Gateway lower;
    private static Cable links;
    private static Cable pages;

    @BeforeAll
    static void start() throws Exception {
        int broker = Gateway.freePort();
        int upperPort = Gateway.freePort();
        links = new Cable(broker);
        pages = new Cable(upperPort);
        configure("upper", "io.sluice.broker", "port=I\"" + broker + "\"\ndisk.free.mib=I\"1\"\n");
        configure("upper", "io.sluice.link.mqtt", mqtt(UPPER, broker) + "lower=[\"" + LOWER + ":key\"]\n");
        configure("upper", "io.sluice.tunnel", "lower=[\"" + LOWER + "\"]\n");
        configure("lower", "io.sluice.broker", "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        configure("lower", "io.sluice.link.mqtt", mqtt(LOWER, links.port()) + "upper=[\"" + UPPER + ":key\"]\n");
        configure("lower", "io.sluice.tunnel", "upper=[\"" + UPPER + ":http://127.0.0.1:" + pages.port() + "\"]\n");
        upper = Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve("upper"), upperPort, "--feature", "cascade");
        lower = Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve("lower"), Gateway.freePort(), "--feature", "cascade",
                "--feature", "demo");
        upper.launch();
        lower.launch();
        upper.awaitHealthy();
        lower.awaitHealthy();
        upper.awaitCode("link", LOWER, SOON, "link.online");
        lower.awaitHealth("recorder", CAMERA, SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
        lower.close();
        upper.close();
        links.close();
        pages.close();
    }

    @Test
    @Order(1)
    void whatTheLowerNodeSaysByHttpIsSaidAbove() throws Exception {
        assertEquals(CAMERA, upper.get(NODE + "/api/cameras").path(0).path("id").asText());
        assertTrue(upper.get("/api/cameras").isEmpty());

        HttpResponse<String> unknown = upper.send("GET", NODE + "/api/cameras/nobody", null);
        assertEquals(404, unknown.statusCode());
        assertEquals("application/problem+json", unknown.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        assertEquals(400, upper.send("POST", NODE + "/api/cameras", "[]").statusCode());

        HttpResponse<String> root = CLIENT.send(HttpRequest.newBuilder(upper.address(NODE)).build(), BodyHandlers.ofString());
        assertEquals(302, root.statusCode());
        URI page = upper.address(NODE).resolve(root.headers().firstValue("Location").orElseThrow());
        assertEquals(NODE + "/", page.getPath());

        JsonNode tunnel = tunnel();
        assertTrue(tunnel.path("open").asBoolean(), tunnel.toString());
        assertEquals(NODE + "/", tunnel.path("page").asText());
        assertTrue(tunnel.path("receivedBytes").asLong() > 100, tunnel.toString());
    }

    @Test
    @Order(2)
    void eventsComeWhenTheyHappen() throws Exception {
        HttpResponse<InputStream> events = CLIENT.send(
                HttpRequest.newBuilder(upper.address(NODE + "/api/events?topics=status")).build(), BodyHandlers.ofInputStream());
        assertEquals("text/event-stream", events.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            lower.put("nowhere", "{\"id\": \"nowhere\", \"source\": {\"driver\": \"rtsp\","
                    + " \"settings\": {\"url\": \"rtsp://127.0.0.1:1/x\"}}}");
            String line = lines.readLine();
            while (line != null && !line.contains("nowhere")) {
                line = lines.readLine();
            }
            assertTrue(line != null, "the stream of events ended");
        }
        assertEquals(204, upper.send("DELETE", NODE + "/api/cameras/nowhere", null).statusCode());
        assertEquals(404, lower.send("GET", "/api/cameras/nowhere", null).statusCode());
    }

    @Test
    @Order(3)
    void aRecordingIsTheSameThroughTheTunnel() throws Exception {
        JsonNode span = Await.value("something is recorded", SOON, () -> {
            JsonNode found = upper.get(NODE + "/api/recordings/" + CAMERA).path("spans");
            return found.isEmpty() || !Instant.parse(found.get(0).path("start").asText()).plusSeconds(4)
                    .isBefore(Instant.parse(found.get(0).path("end").asText())) ? null : found.get(0);
        });
        Instant start = Instant.parse(span.path("start").asText());
        String list = "/api/recordings/" + CAMERA + "/playlist.m3u8?from=" + start + "&to=" + start.plusSeconds(2);
        String playlist = upper.send("GET", NODE + list, null).body();
        String first = playlist.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        byte[] through = ranged(upper.address(NODE + list).resolve(first));
        assertArrayEquals(ranged(lower.address(list).resolve(first)), through);
        assertEquals(20_000, through.length);
    }

    @Test
    @Order(4)
    void theBrowserShowsItsPageAndItsLivePicture() throws Exception {
        String tile = "[data-testid='picture'][data-camera='" + CAMERA + "']";
        try (Browser browser = new Browser(folder.resolve("browser"))) {
            browser.driver().get(upper.address(NODE + "/#/live").toString());
            browser.await("system-badge");
            Await.until("the picture is live", SOON, () -> "live".equals(data(browser, tile, "state")));
            long shown = Long.parseLong(String.valueOf(data(browser, tile, "frames")));
            Await.until("pictures advance", SOON,
                    () -> Long.parseLong(String.valueOf(data(browser, tile, "frames"))) > shown + 15);
            assertTrue(tunnel().path("streams").asInt() > 0, tunnel().toString());
        }
    }

    @Test
    @Order(5)
    void strangersAndOtherNodesGetNothing() throws Exception {
        HttpResponse<String> other = upper.send("GET", "/nodes/31010000001320000099/api/cameras", null);
        assertEquals(404, other.statusCode());
        assertTrue(other.body().contains("tunnel.not_offered"), other.body());
        assertEquals(404, upper.send("GET", "/nodes/x/", null).statusCode());
        assertEquals(426, upper.send("GET", "/tunnel/" + LOWER, null).statusCode());
        ExecutionException refused = assertThrows(
                ExecutionException.class,
                () -> CLIENT.newWebSocketBuilder().header("Authorization", "Bearer " + "0".repeat(64))
                        .buildAsync(URI.create(upper.address("/tunnel/" + LOWER).toString().replace("http:", "ws:")),
                                new WebSocket.Listener() { })
                        .get());
        assertEquals(403, ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode());
    }

    @Test
    @Order(6)
    void withoutALinkItSaysWhyAndComesBackWithIt() throws Exception {
        links.pull();
        pages.pull();
        upper.awaitCode("link", LOWER, SOON, "link.disconnected", "link.expired");
        HttpResponse<String> away = upper.send("GET", NODE + "/api/cameras", null);
        assertEquals(503, away.statusCode(), away.body());
        assertEquals("tunnel.link_away", new ObjectMapper().readTree(away.body()).path("code").asText());
        assertFalse(tunnel().path("open").asBoolean());
        assertFalse(tunnel().path("reason").asText().isEmpty());

        links.plug();
        upper.awaitCode("link", LOWER, SOON, "link.online");
        HttpResponse<String> pulled = upper.send("GET", NODE + "/api/cameras", null);
        assertEquals(503, pulled.statusCode(), pulled.body());
        assertTrue(pulled.body().contains("cannot reach"), pulled.body());

        pages.plug();
        assertEquals(200, upper.send("GET", NODE + "/api/cameras", null).statusCode());
    }

    private static JsonNode tunnel() throws IOException, InterruptedException {
        for (JsonNode link : upper.get("/api/links")) {
            if (link.path("device").asText().equals(LOWER)) {
                return link.path("tunnel");
            }
        }
        throw new AssertionError("no link");
    }

    private static Object data(Browser browser, String selector, String name) {
        return browser.run("return document.querySelector(arguments[0])?.dataset[arguments[1]]", selector, name);
    }

    private static byte[] ranged(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = CLIENT.send(
                HttpRequest.newBuilder(address).header("Range", "bytes=0-19999").build(), BodyHandlers.ofByteArray());
        assertEquals(206, answer.statusCode());
        return answer.body();
    }

    private static String mqtt(String device, int broker) {
        return "device.id=\"" + device + "\"\nbroker=[\"tcp://127.0.0.1:" + broker + "\"]\nkeepalive.seconds=I\"1\"\n";
    }

    private static void configure(String node, String pid, String text) throws IOException {
        Path etc = Files.createDirectories(folder.resolve(node).resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
