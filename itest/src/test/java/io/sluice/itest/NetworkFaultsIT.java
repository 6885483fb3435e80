package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.BadCable;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An executor in a network of its own, linked with a gateway above by a wire that is cut, slow and lossy: what was acknowledged arrives, once.
 */
class NetworkFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String UPPER = "31010000002000000002";
    private static final String LOWER = "31010000001320000001";
    private static final String SCHEDULER = "31010000002000000001";

    @TempDir
    private static Path folder;

    private static Wire wire;
    private static Gateway upper;
    private static Gateway lower;
    private static ForeignNode scheduler;

    @BeforeAll
    static void start() throws Exception {
        try {
            wire = Wire.lay();
        } catch (IOException impossible) {
            System.err.println("SKIPPED: no network namespaces here: " + impossible.getMessage());
            abort("no network namespaces here: " + impossible.getMessage());
        }
        Path ball = video("ball", "testsrc=size=160x120:rate=10", "30");
        Path snow = video("snow", "color=gray:size=2560x1440:rate=2,noise=alls=100:allf=t", "4");
        int port = Gateway.freePort();
        configure("upper", UPPER, "io.sluice.link.http", "devices=[\"" + LOWER + ":secret\"]\nexpiry.seconds=I\"4\"\n");
        configure("lower", LOWER, "io.sluice.link.http", "devices=[\"" + SCHEDULER + ":word\"]\nexpiry.seconds=I\"3600\"\n");
        configure("lower", LOWER, "io.sluice.link.http.upper-plant", "url=\"http://" + Wire.NEAR + ":" + port
                + "\"\npassword=\"secret\"\nkeepalive.seconds=I\"1\"\nexpiry.seconds=I\"4\"\n");
        for (String node : new String[] {"upper", "lower"}) {
            configure(node, node.equals("upper") ? UPPER : LOWER, "io.sluice.broker",
                    "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        }
        upper = Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve("upper"), port, "--feature", "cascade", "--host", "0.0.0.0");
        lower = Gateway.prepareBehind(wire, folder.resolve("lower"), Gateway.freePort(), "--feature", "cascade", "--host", "0.0.0.0");
        upper.launch();
        lower.launch();
        upper.awaitHealthy();
        lower.awaitHealthy();
        for (Path video : List.of(ball, snow)) {
            String camera = video.getFileName().toString().replace(".mp4", "");
            lower.put(camera, "{\"id\": \"" + camera + "\", \"source\": {\"driver\": \"file\", \"settings\": {\"path\": \"" + video + "\"}}}");
        }
        scheduler = new ForeignNode(SCHEDULER, "word", lower.address(""), InetAddress.getByName(Wire.NEAR), HttpClient.newHttpClient());
        Await.until("the scheduler is registered", SOON, scheduler::register);
        upper.awaitCode("link", LOWER, SOON, "link.online");
    }

    @AfterAll
    static void stop() throws Exception {
        if (wire != null) {
            scheduler.close();
            lower.close();
            upper.close();
            wire.close();
        }
    }

    @Test
    void resultsOfATaskArriveOnceThoughTheLinkIsCutAmongThem() throws Exception {
        assertTrue(dispatch("cut", 40).isSuccess());
        Await.until("the first have come", SOON, () -> results("cut").size() >= 3);
        wire.cut();
        upper.awaitCode("link", LOWER, SOON, "link.expired");
        int before = results("cut").size();
        wire.mend();
        Await.until("the rest has come", SOON, () -> results("cut").size() == 40);
        assertTrue(before < 40, "it was over before the link was cut");
        Await.until("its end was told", SOON, () -> lastState("cut").equals("0"));
        Await.until("nothing is left to be sent", SOON, () -> !lower.get("/api/outbox").toString().matches(".*\"letters\":[1-9].*"));
        assertEquals(40, results("cut").size(), "some came twice");
    }

    @Test
    void aDispatchThatIsCutIsDoneOnceOrNotAtAll() throws Exception {
        CompletableFuture<Boolean> answered = CompletableFuture.supplyAsync(() -> {
            try {
                return dispatch("half", 3).isSuccess();
            } catch (Exception lost) {
                return false;
            }
        });
        wire.cut();
        upper.awaitCode("link", LOWER, SOON, "link.expired");
        wire.mend();
        answered.join();
        Await.until("it is accepted, for the first or the second time", SOON, () -> dispatch("half", 3).isSuccess());
        Await.until("its results have come", SOON, () -> results("half").size() == 3);
        assertEquals("0", Await.value("it has finished", SOON, () -> lastState("half").equals("0") ? "0" : null));
        assertEquals(3, results("half").size());
    }

    @Test
    void aSlowLinkWithAFullQueueLosesNoResult() throws Exception {
        wire.slow(64);
        try {
            assertTrue(dispatch("slow", 6).isSuccess());
            Await.until("all have come", SOON, () -> results("slow").size() == 6);
        } finally {
            wire.clear();
        }
    }

    @Test
    void aLinkThatIsSlowAndLosesEveryFifthPacketLosesNoResult() throws Exception {
        BadCable.Count count;
        try (BadCable bad = wire.spoil(20, 500)) {
            Await.until("it is accepted", SOON, () -> dispatch("lossy", 6).isSuccess());
            Await.until("all have come", SOON, () -> results("lossy").size() == 6);
            count = bad.take();
        }
        Await.until("its end was told", SOON, () -> lastState("lossy").equals("0"));
        Await.until("nothing is left to be sent", SOON, () -> !lower.get("/api/outbox").toString().matches(".*\"letters\":[1-9].*"));
        assertEquals(6, results("lossy").size(), "some came twice");
        assertTrue(count.lost() > 0 && count.carried() > count.lost(), count.toString());
        System.out.println("NetworkFaultsIT: " + count);
    }

    @Test
    void aBigPartIsFetchedFromWhereTheLinkWasCut() throws Exception {
        assertTrue(dispatch("big", "camera:snow", 1, 100).isSuccess());
        Await.until("its result has come", SOON, () -> results("big").size() == 1);
        String part = "/api/task-results/" + results("big").iterator().next();
        JsonNode reference = upper.get(part).findValue("Reference");
        assertTrue(reference.path("Size").asLong() > 2 << 20, reference.toString());
        Path incoming = folder.resolve("upper/parts/incoming").resolve(reference.path("Digest").asText());
        Object file;
        long before;
        CompletableFuture<HttpResponse<byte[]>> broken;
        wire.slow(8_000);
        try {
            broken = fetch(part);
            Await.until("some of it has come", SOON, () -> Files.exists(incoming) && Files.size(incoming) > 0);
            wire.cut();
            file = Files.readAttributes(incoming, BasicFileAttributes.class).fileKey();
            before = Files.size(incoming);
            assertTrue(before < reference.path("Size").asLong(), "it was over before the link was cut");
            assertEquals(503, broken.get(SOON.toSeconds(), TimeUnit.SECONDS).statusCode());
        } finally {
            wire.clear();
            wire.mend();
        }
        upper.awaitCode("link", LOWER, SOON, "link.online");
        assertTrue(Files.size(incoming) >= before, "what had come was thrown away");
        byte[] picture = Await.value("it is fetched", SOON, () -> {
            HttpResponse<byte[]> answer = fetch(part).join();
            return answer.statusCode() == 200 ? answer.body() : null;
        });
        assertEquals(reference.path("Digest").asText(), HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture)));
        Path whole = folder.resolve("upper/parts/whole").resolve(incoming.getFileName());
        assertEquals(file, Files.readAttributes(whole, BasicFileAttributes.class).fileKey(), "it began again in another file");
    }

    private static CompletableFuture<HttpResponse<byte[]>> fetch(String result) {
        return HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(upper.address(result + "/parts/0")).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static ForeignNode.Answer dispatch(String task, int count) throws Exception {
        return dispatch(task, "camera:ball", count, 5);
    }

    private static ForeignNode.Answer dispatch(String task, String stream, int count, int quality) throws Exception {
        return scheduler.command("task_dispatch", "'DeviceID':'" + LOWER + "','MessageBody':{'TaskDispatchList':[{'TaskID':'" + task
                + "','TaskType':1,'TaskAttr':0,'AlgModelInfo':{'AlgID':0,'AlgVersion':'1'},'InputInfo':{'StreamURL':'" + stream + "',"
                + "'TaskFrameRate':5,'AlgArgs':{'Count':" + count + ",'Quality':" + quality + "}},'DstDeviceList':[{'DeviceID':'" + UPPER + "'}]}]}");
    }

    private static String lastState(String task) {
        return scheduler.states(task).stream().map(state -> state.path("ExecutionStatus").asText()).reduce("", (first, last) -> last);
    }

    /** Ids of the results that the upper gateway keeps. */
    private static Set<String> results(String task) throws Exception {
        Set<String> keys = new TreeSet<>();
        JsonNode page = upper.get("/api/task-results?limit=200&task=" + task).path("results");
        page.forEach(result -> keys.add(result.path("id").asText()));
        return keys;
    }

    private static Path video(String name, String source, String seconds) throws IOException {
        Path video = folder.resolve(name + ".mp4");
        Process ffmpeg = new ProcessBuilder("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-t", seconds, "-c:v", "libx264",
                "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", video.toString()).redirectErrorStream(true).start();
        assertEquals("", new String(ffmpeg.getInputStream().readAllBytes()));
        return video;
    }

    private static void configure(String node, String device, String pid, String text) throws Exception {
        Path data = folder.resolve(node);
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), device);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
