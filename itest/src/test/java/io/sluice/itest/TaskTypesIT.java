package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Assets;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import io.sluice.itest.harness.ResultReceiver;
import io.sluice.itest.harness.Scheduler;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of several types over a range of a camera's recording, whose results are pushed to an address. */
class TaskTypesIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OWN = "31010000001320000001";
    private static final int ALGORITHM = 41;
    private static final int SECONDS = 6;
    /** Of the video that the camera plays. */
    private static final int FRAMES_PER_SECOND = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static ResultReceiver receiver;
    private static Gateway gateway;
    private static Scheduler scheduler;
    private static Instant from;

    @BeforeAll
    static void record() throws Exception {
        Path video = Assets.require("videos/one-by-one-person-detection.mp4");
        Path data = folder.resolve("data");
        Models.fastestDet(data);
        Path algorithm = data.resolve("models/fastestdet/algorithm.yaml");
        Files.writeString(algorithm, Files.readString(algorithm) + "number: " + ALGORITHM + "\n");
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), OWN);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve("io.sluice.link.http.config"), "devices=[\"" + Scheduler.ID + ":secret\"]\n");
        Files.writeString(etc.resolve("io.sluice.broker.config"),
                "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        receiver = ResultReceiver.start();
        gateway = Gateway.prepare(Gateway.DISTRIBUTION, data, Gateway.freePort(), "--feature", "cascade");
        gateway.launch();
        gateway.awaitHealthy();
        scheduler = new Scheduler(gateway, "secret");
        gateway.put("gate", "{\"id\": \"gate\", \"source\": {\"driver\": \"file\", \"settings\": {\"path\": \"" + video + "\"}}}");
        JsonNode span = Await.value("enough is recorded", SOON, () -> {
            JsonNode spans = gateway.get("/api/recordings/gate").path("spans");
            return spans.size() == 1 && time(spans.get(0), "end").isAfter(time(spans.get(0), "start").plusSeconds(SECONDS + 2))
                    ? spans.get(0) : null;
        });
        from = Instant.ofEpochSecond(time(span, "start").getEpochSecond() + 1);
        Await.until("the scheduler is registered", SOON, scheduler::register);
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
            receiver.close();
        }
    }

    @Test
    void tasksOverARecordedRangeFinishWithEachResultOnceThoughTheGatewayIsKilled() throws Exception {
        String range = "recording:gate?from=" + from + "&to=" + from.plusSeconds(SECONDS);
        Await.until("the algorithm can be used", SOON, () ->
                dispatch("look", 8, ALGORITHM, "1.0.0", range + "&speed=2", "\"TaskFrameRate\": 5")
                        .path("StatusCode").asText().equals("0"));
        accepted(dispatch("frames", 1, 0, "1", range, "\"TaskFrameRate\": 2"));
        accepted(dispatch("clean", 2, 0, "1", range, """
                "AlgArgs": {"Steps": [{"Operator": "denoise", "Arguments": {"method": "median"}},
                  {"Operator": "geometry", "Arguments": {"crop": {"x": 0.25, "y": 0, "width": 0.5, "height": 1}}},
                  {"Operator": "grey"}, {"Operator": "scale", "Arguments": {"Width": 128}}]}"""));
        accepted(dispatch("clips", 3, 0, "1", range, """
                "AlgArgs": {"Codec": "VP9", "Width": 256, "SegmentSeconds": 2, "BitRate": 200}"""));
        Await.until("inference is under way", SOON, () -> results("look").size() >= 3);
        gateway.kill();
        gateway.launch();
        gateway.awaitHealthy();
        Await.until("the scheduler is registered again", SOON, scheduler::register);
        for (String task : List.of("frames", "clean", "clips", "look")) {
            Await.until(task + " has finished", SOON, () -> {
                JsonNode status = status(task);
                assertTrue(status.findValuesAsText("ExceptionCode").isEmpty(), status.toString());
                return status.findValuesAsText("Progress").contains("100");
            });
        }
        Await.until("all arrive", SOON, () -> StreamSupport.stream(gateway.get("/api/outbox").spliterator(), false)
                .noneMatch(queue -> queue.path("destination").asText().equals(receiver.address()) && queue.path("letters").asInt() > 0));

        assertEquals(2 * SECONDS, results("frames").size(), results("frames").keySet().toString());
        assertEquals(SECONDS, results("clean").size(), results("clean").keySet().toString());
        for (JsonNode body : results("clean").values()) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(
                    body.at("/MessageBody/TaskResultData/ImageResult/ImageData").binaryValue()));
            assertEquals(128, picture.getWidth());
        }
        clips();
        looked();
        assertTrue(gateway.get("/api/cameras").toString().indexOf("inference-") < 0, "the camera of a task is left");
    }

    /** Every picture of the range is in one clip, and in one only. */
    private static void clips() throws Exception {
        int pictures = 0;
        long last = 0;
        for (JsonNode body : results("clips").values()) {
            JsonNode video = body.at("/MessageBody/TaskResultData/VideoResult");
            Path file = Files.write(folder.resolve("clip.mp4"), video.path("VideoSliceData").binaryValue());
            Process probe = new ProcessBuilder("ffprobe", "-v", "error", "-count_frames", "-show_entries",
                    "stream=codec_name,width,nb_read_frames", "-of", "csv=p=0", file.toString()).redirectErrorStream(true).start();
            String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            JsonNode info = video.path("VideoSliceInfo");
            assertEquals("vp9,256," + info.path("Pictures").asInt(), said);
            assertTrue(info.path("FirstMicros").asLong() > last, "clips overlap");
            last = info.path("LastMicros").asLong();
            pictures += info.path("Pictures").asInt();
        }
        assertEquals(SECONDS * FRAMES_PER_SECOND, pictures, 1);
    }

    /** Each picture is told once, from the first of the range to the last, and nothing beside it. */
    private static void looked() throws Exception {
        List<Long> micros = results("look").keySet().stream().map(key -> Long.parseLong(key.replaceFirst(".*/", ""))).sorted().toList();
        long begin = from.getEpochSecond() * 1_000_000;
        assertTrue(micros.get(0) >= begin && micros.get(0) <= begin + 400_000, "it begins at " + (micros.get(0) - begin));
        long end = micros.get(micros.size() - 1) - begin;
        assertTrue(end < SECONDS * 1_000_000L && end > (SECONDS - 2) * 1_000_000L, "it ends at " + end);
        for (int index = 1; index < micros.size(); index++) {
            // Where nothing is found one a second is told.
            long step = micros.get(index) - micros.get(index - 1);
            assertTrue(step > 0 && step <= 1_500_000, "after " + (micros.get(index - 1) - begin) + " comes nothing for " + step);
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithTheStandardsCode() throws Exception {
        String range = "recording:gate?from=" + from + "&to=" + from.plusSeconds(SECONDS);
        assertRefused("wrong-1: 60: ", dispatch("wrong-1", 1, 0, "1", "recording:none?from=2026-01-01 08:00:00.00&to=2026-01-01 09:00:00.00",
                "\"TaskFrameRate\": 1"));
        assertRefused("wrong-2: 10: 'Steps[0].Operator'", dispatch("wrong-2", 2, 0, "1", range,
                "\"AlgArgs\": {\"Steps\": [{\"Operator\": \"sharpen\"}]}"));
        assertRefused("wrong-3: 10: 'Codec' must be one of", dispatch("wrong-3", 3, 0, "1", range,
                "\"AlgArgs\": {\"Codec\": \"DIVX\"}"));
    }

    private static void assertRefused(String reason, JsonNode answer) {
        assertTrue(answer.toString().contains(reason), answer.toString());
    }

    private static void accepted(JsonNode answer) {
        assertEquals("0", answer.path("StatusCode").asText(), answer.toString());
    }

    private static JsonNode dispatch(String task, int type, int algorithm, String version, String source, String more)
            throws Exception {
        return scheduler.command("""
                {"CommandType": "task_dispatch", "CommandIdx": 1, "DeviceID": "%s", "MessageBody": {"TaskDispatchList": [{
                  "TaskID": "%s", "TaskType": %d, "TaskAttr": 0,
                  "AlgModelInfo": {"AlgID": %d, "AlgVersion": "%s"},
                  "InputInfo": {"StreamURL": "%s", %s},
                  "DstDeviceList": [{"OutputURL": "%s"}]}]}}
                """.formatted(OWN, task, type, algorithm, version, source, more, receiver.address()));
    }

    private static JsonNode status(String task) throws Exception {
        return scheduler.command("""
                {"CommandType": "task_status_query", "CommandIdx": 3, "MessageBody": {"DeviceList": [
                  {"DeviceID": "%s", "HierarchicalQuery": "0", "TaskIDList": ["%s"]}]}}
                """.formatted(OWN, task));
    }

    /** What arrived of a task, by key. */
    private static Map<String, JsonNode> results(String task) throws IOException {
        Map<String, JsonNode> found = new TreeMap<>();
        for (String text : receiver.bodies()) {
            JsonNode body = JSON.readTree(text);
            if (body.at("/MessageBody/TaskID").asText().equals(task)) {
                found.put(body.at("/MessageBody/Key").asText(), body);
            }
        }
        return found;
    }

    private static Instant time(JsonNode span, String name) {
        return Instant.parse(span.path(name).asText());
    }
}
