package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Assets;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Scheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lower gateway takes large pictures out of a real video, an upper one gets the results and fetches the pictures. */
class PartsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String UPPER = "31010000002000000009";
    private static final String LOWER = "31010000001320000001";
    private static final int PICTURES = 5;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ForeignRtspServer server;
    private Gateway upper;
    private Gateway lower;
    private Scheduler scheduler;

    @BeforeEach
    void start() throws Exception {
        Path video = Assets.require("videos/one-by-one-person-detection.mp4");
        int upperPort = Gateway.freePort();
        String upperUrl = "http://127.0.0.1:" + upperPort;
        configure("upper", "io.sluice.link.http", "device.id=\"" + UPPER + "\"\ndevices=[\"" + LOWER + ":secret\"]\n");
        configure("lower", "io.sluice.link.http", "device.id=\"" + LOWER + "\"\ndevices=[\"" + Scheduler.ID + ":secret\"]\n");
        configure("lower", "io.sluice.link.http.upper-plant", "url=\"" + upperUrl + "\"\npassword=\"secret\"\nkeepalive.seconds=I\"1\"\n");
        configure("lower", "io.sluice.parts", "big.kib=I\"8\"\n");
        for (String node : new String[] {"upper", "lower"}) {
            configure(node, "io.sluice.broker", "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
            Files.createDirectories(folder.resolve(node).resolve("identity"));
            Files.writeString(folder.resolve(node).resolve("identity/device-id"), node.equals("upper") ? UPPER : LOWER);
        }
        server = ForeignRtspServer.start(ForeignRtspServer.file("/persons", video));
        upper = gateway("upper", upperPort);
        lower = gateway("lower", Gateway.freePort());
        upper.launch();
        lower.launch();
        upper.awaitHealthy();
        lower.awaitHealthy();
        upper.awaitCode("link", LOWER, SOON, "link.online");
        scheduler = new Scheduler(lower, "secret");
        Await.until("the scheduler is registered", SOON, scheduler::register);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        for (Gateway gateway : Arrays.asList(lower, upper)) {
            if (gateway != null) {
                gateway.close();
            }
        }
    }

    /** P6.7, P3.14, P4.11. */
    @Test
    void eachResultComesOnceAndItsPictureIsFetchedWhenSomebodyLooksThoughEitherIsKilled() throws Exception {
        take("pictures", "{\"DeviceID\": \"" + UPPER + "\"}");
        Await.until("all results came", SOON, () -> results("pictures").size() == PICTURES);
        JsonNode results = results("pictures");
        for (JsonNode result : results) {
            assertFalse(result.at("/parts/0/here").asBoolean(true), "the picture came with the result: " + result);
            assertTrue(result.at("/parts/0/size").asLong() > 8 * 1024, result.toString());
        }
        JsonNode made = task(lower, "made", "pictures");
        assertEquals(PICTURES, made.path("results").asInt());
        assertEquals(3, made.path("latest").size());
        assertEquals(3, task(upper, "came", "pictures").path("latest").size());
        byte[] first = fetched(results.get(0));
        assertArrayEquals(Arrays.copyOfRange(first, 1000, 2001), bytes(part(results.get(0)), "bytes=1000-2000", 206));

        lower.kill();
        assertEquals(503, status(part(results.get(1))), "its sender is away");
        assertArrayEquals(first, bytes(part(results.get(0)), "bytes=0-", 206), "what was fetched is here");
        lower.launch();
        lower.awaitHealthy();
        fetched(results.get(1));

        upper.kill();
        upper.launch();
        upper.awaitHealthy();
        assertEquals(results, results("pictures"), "nothing is lost, and nothing doubled");
        for (JsonNode result : results) {
            fetched(result);
        }
        Await.until("the lower node need not keep them any longer", SOON, () -> kept() == 0);
        assertEquals(400, status("/api/task-results?after=-1"));
        assertEquals(404, status("/api/task-results/4711"));
        assertEquals(404, status("/api/task-results/1/parts/7"));

        String key = upper.get("/api/part-key").path("publicKey").asText();
        Await.until("the scheduler is registered again", SOON, scheduler::register);
        JsonNode refused = dispatch("wrong", "{\"DeviceID\": \"" + UPPER + "\", \"Cipher\": \"SM4-GCM\", \"PublicKey\": \"AAAA\"}");
        assertEquals("1", refused.path("StatusCode").asText());
        assertTrue(refused.toString().contains("no key of X25519"), refused.toString());
        take("secret", "{\"DeviceID\": \"" + UPPER + "\", \"Cipher\": \"SM4-GCM\", \"PublicKey\": \"" + key + "\"}");
        Await.until("all results came", SOON, () -> results("secret").size() == PICTURES);
        JsonNode secret = results("secret").get(0);
        assertEquals("SM4-GCM", secret.at("/result/TaskResultData/ImageResult/ImageInfo/Reference/Cipher/Name").asText());
        byte[] picture = Await.value("the picture is fetched", SOON,
                () -> status(part(secret)) == 200 ? bytes(part(secret), "bytes=0-", 206) : null);
        assertTrue(ImageIO.read(new ByteArrayInputStream(picture)).getWidth() > 100);
        assertNotEquals(digest(secret), sha256(picture), "what travels and is kept is not the picture");
    }

    private void take(String task, String destination) throws Exception {
        JsonNode answer = dispatch(task, destination);
        assertEquals("0", answer.path("StatusCode").asText(), answer.toString());
    }

    private JsonNode dispatch(String task, String destination) throws Exception {
        return scheduler.command("""
                {"CommandType": "task_dispatch", "CommandIdx": 1, "DeviceID": "%s", "MessageBody": {"TaskDispatchList": [{
                  "TaskID": "%s", "TaskType": 1, "TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                  "InputInfo": {"StreamURL": "%s", "TaskFrameRate": 4, "AlgArgs": {"Count": %d, "Quality": 100}},
                  "DstDeviceList": [%s]}]}}
                """.formatted(LOWER, task, server.address("/persons"), PICTURES, destination));
    }

    /** The picture, which is what its digest says. */
    private byte[] fetched(JsonNode result) throws Exception {
        Await.until("the picture is fetched", SOON, () -> status(part(result)) == 200);
        byte[] picture = bytes(part(result), "bytes=0-", 206);
        assertEquals(digest(result), sha256(picture));
        return picture;
    }

    private long kept() throws IOException {
        try (var files = Files.list(folder.resolve("lower/parts/content"))) {
            return files.count();
        }
    }

    private JsonNode results(String task) throws Exception {
        return upper.get("/api/task-results?task=" + task).path("results");
    }

    private static JsonNode task(Gateway gateway, String origin, String task) throws Exception {
        return StreamSupport.stream(gateway.get("/api/task-results/tasks").spliterator(), false)
                .filter(one -> one.path("origin").asText().equals(origin) && one.path("task").asText().equals(task)).findFirst()
                .orElseThrow();
    }

    private static String part(JsonNode result) {
        return "/api/task-results/" + result.path("id").asText() + "/parts/0";
    }

    private static String digest(JsonNode result) {
        return result.at("/result/TaskResultData/ImageResult/ImageInfo/Reference/Digest").asText();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private int status(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(upper.address(path)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private byte[] bytes(String path, String range, int status) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(upper.address(path)).header("Range", range).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(status, answer.statusCode());
        assertEquals("image/jpeg", answer.headers().firstValue("Content-Type").orElseThrow());
        return answer.body();
    }

    private Gateway gateway(String node, int port) {
        return Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve(node), port, "--feature", "cascade");
    }

    private void configure(String node, String pid, String text) throws Exception {
        Path etc = Files.createDirectories(folder.resolve(node).resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
