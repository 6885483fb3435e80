package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Assets;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import io.sluice.itest.harness.ResultReceiver;
import io.sluice.itest.harness.Scheduler;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler gives tasks to a gateway by the protocol; a foreign server plays a real video, a real model looks at it. */
class RunnersIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OWN = "31010000001320000001";
    private static final int ALGORITHM = 41;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ForeignRtspServer server;
    private ResultReceiver receiver;
    private Gateway gateway;
    private Scheduler scheduler;

    @BeforeEach
    void start() throws Exception {
        Path video = Assets.require("videos/one-by-one-person-detection.mp4");
        Path data = folder.resolve("data");
        Models.fastestDet(data);
        Path algorithm = data.resolve("models/fastestdet/algorithm.yaml");
        Files.writeString(algorithm, Files.readString(algorithm) + "number: " + ALGORITHM + "\n");
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), OWN);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve("io.sluice.link.http.config"),
                "devices=[\"" + Scheduler.ID + ":secret\"]\n");
        Files.writeString(etc.resolve("io.sluice.broker.config"),
                "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        server = ForeignRtspServer.start(ForeignRtspServer.file("/persons", video));
        receiver = ResultReceiver.start();
        gateway = Gateway.prepare(Gateway.DISTRIBUTION, data, Gateway.freePort(), "--feature", "cascade");
        gateway.launch();
        gateway.awaitHealthy();
        scheduler = new Scheduler(gateway, "secret");
        Await.until("the scheduler is registered", SOON, scheduler::register);
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
            receiver.close();
            server.close();
        }
    }

    @Test
    void eachResultOfATaskArrivesOnceThoughTheGatewayIsKilled() throws Exception {
        JsonNode accepted = Await.value("the task is accepted", SOON, () -> {
            JsonNode answer = dispatch("look-1", ALGORITHM, "1.0.0", server.address("/persons"));
            return answer.path("StatusCode").asText().equals("0") ? answer : null;
        });
        assertEquals("task_dispatch", accepted.path("CommandType").asText());
        Await.until("persons are reported", SOON, () -> receiver.bodies().stream().anyMatch(body -> body.contains("\"person\"")));
        String camera = camera();

        gateway.kill();
        int before = receiver.keys().size();
        gateway.launch();
        gateway.awaitHealthy();
        Await.until("results come again", SOON, () -> receiver.keys().size() > before + 20);
        assertEquals(camera, camera(), "the task goes on with its camera, and no other is left");

        server.kill();
        Await.until("what is stored has arrived, all of it and nothing else", SOON,
                () -> stored(camera).equals(receiver.lastWords()));
        assertEquals(receiver.keys().size(), receiver.pictures().size(), "no picture was told under two keys");
        JsonNode part = receiver.bodies().stream().filter(body -> body.contains("\"person\"")).findFirst().map(this::read)
                .orElseThrow().at("/MessageBody/TaskResultData/AnalysisResult/0");
        assertTrue(part.at("/ResultData/Box/Height").asDouble() > 0 && part.at("/ResultData/Score").asDouble() > 0.4, part.toString());

        Await.until("the scheduler is registered again", SOON, scheduler::register);
        JsonNode status = status("look-1");
        assertTrue(status.toString().contains("PicturesReceived"), status.toString());
        control("look-1", 1);
        Await.until("the task's camera is gone", SOON, () -> taskCameras().isEmpty());
    }

    @Test
    void aTaskForACameraLeavesTheOperatorsAnalysisAlone() throws Exception {
        gateway.put("gate", "{\"id\": \"gate\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/persons") + "\"}}, \"analyses\": [{\"model\": \"fastestdet\", \"framesPerSecond\": 2}]}");
        gateway.awaitHealth("camera", "gate", SOON, "OK");
        assertEquals("0", dispatch("look-2", ALGORITHM, "1.0.0", "camera:gate").path("StatusCode").asText());
        Await.until("results arrive", SOON, () -> receiver.keys().size() > 5);
        gateway.awaitHealth("analysis", "gate/fastestdet", SOON, "OK");
        String camera = camera();
        assertEquals("relay", gateway.get("/api/cameras/" + camera).at("/source/driver").asText());
        control("look-2", 2);
        assertTrue(taskCameras().isEmpty(), "a paused task keeps its camera");
        int paused = receiver.keys().size();
        control("look-2", 3);
        Await.until("results come again", SOON, () -> receiver.keys().size() > paused + 5);
        assertEquals(camera, camera());
        control("look-2", 1);
        Await.until("the task's camera is gone", SOON, () -> taskCameras().isEmpty());
        assertEquals(2, gateway.get("/api/cameras/gate").at("/analyses/0/framesPerSecond").asInt());
    }

    @Test
    void asManyPicturesAsWantedArriveThoughTheGatewayIsKilled() throws Exception {
        JsonNode accepted = scheduler.command("""
                {"CommandType": "task_dispatch", "CommandIdx": 1, "DeviceID": "%s", "MessageBody": {"TaskDispatchList": [{
                  "TaskID": "pictures", "TaskType": 1, "TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                  "InputInfo": {"StreamURL": "%s", "TaskFrameRate": 2, "AlgArgs": {"Count": 8}},
                  "DstDeviceList": [{"OutputURL": "%s"}]}]}}
                """.formatted(OWN, server.address("/persons"), receiver.address()));
        assertEquals("0", accepted.path("StatusCode").asText(), accepted.toString());
        Await.until("the first arrive", SOON, () -> receiver.keys().size() >= 3);
        gateway.kill();
        gateway.launch();
        gateway.awaitHealthy();
        Await.until("the scheduler is registered again", SOON, scheduler::register);
        Await.until("the task has finished", SOON, () -> status("pictures").findValuesAsText("Progress").contains("100"));
        Await.until("all arrive", SOON, () -> receiver.keys().size() >= 8);
        assertEquals(8, receiver.keys().size(), receiver.keys().toString());
        for (String body : receiver.bodies()) {
            JsonNode image = read(body).at("/MessageBody/TaskResultData/ImageResult");
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(image.path("ImageData").binaryValue()));
            assertEquals(image.at("/ImageInfo/Width").asInt(), picture.getWidth());
            assertEquals(image.at("/ImageInfo/Height").asInt(), picture.getHeight());
        }
        assertTrue(gateway.get("/api/cameras").toString().indexOf("frames-") < 0, "its camera is left");
    }

    @Test
    void whatCannotRunIsRefusedWithTheStandardsCode() throws Exception {
        Await.until("an unknown algorithm is refused by code 10", SOON, () ->
                dispatch("wrong-1", 999, "1.0.0", server.address("/persons")).toString().contains("wrong-1: 10: "));
        Await.until("another version is refused by code 10", SOON, () ->
                dispatch("wrong-2", ALGORITHM, "9.9", server.address("/persons")).toString()
                        .contains("wrong-2: 10: Of algorithm 41 version 1.0.0 is in use here"));
        String closed = "rtsp://127.0.0.1:" + Gateway.freePort() + "/x";
        JsonNode away = dispatch("wrong-3", ALGORITHM, "1.0.0", closed);
        assertTrue(away.toString().contains("wrong-3: 60: "), away.toString());
        assertTrue(dispatch("wrong-4", ALGORITHM, "1.0.0", "camera:none").toString().contains("wrong-4: 60: "));
        assertTrue(taskCameras().isEmpty(), taskCameras().toString());
    }

    private JsonNode dispatch(String task, int algorithm, String version, String source) throws Exception {
        return scheduler.command("""
                {"CommandType": "task_dispatch", "CommandIdx": 1, "DeviceID": "%s", "MessageBody": {"TaskDispatchList": [{
                  "TaskID": "%s", "TaskType": 8, "TaskAttr": 0,
                  "AlgModelInfo": {"AlgID": %d, "AlgVersion": "%s"},
                  "InputInfo": {"StreamURL": "%s", "TaskFrameRate": 4},
                  "DstDeviceList": [{"OutputURL": "%s"}]}]}}
                """.formatted(OWN, task, algorithm, version, source, receiver.address()));
    }

    private void control(String task, int order) throws Exception {
        JsonNode answer = scheduler.command("""
                {"CommandType": "task_ops_control", "CommandIdx": 2, "MessageBody": {"OpsControlList": [
                  {"TaskID": "%s", "Control": %d}]}}
                """.formatted(task, order));
        assertEquals("0", answer.path("StatusCode").asText(), answer.toString());
    }

    private JsonNode status(String task) throws Exception {
        return scheduler.command("""
                {"CommandType": "task_status_query", "CommandIdx": 3, "MessageBody": {"DeviceList": [
                  {"DeviceID": "%s", "HierarchicalQuery": "0", "TaskIDList": ["%s"]}]}}
                """.formatted(OWN, task));
    }

    /** Ids of all results of a camera. */
    private Set<String> stored(String camera) throws Exception {
        Set<String> ids = new TreeSet<>();
        gateway.get("/api/results?camera=" + camera + "&limit=1000").path("results")
                .forEach(result -> ids.add(result.path("id").asText()));
        assertTrue(ids.size() < 1000, "more results than one page has");
        return ids;
    }

    private String camera() throws Exception {
        Set<String> cameras = taskCameras();
        assertEquals(1, cameras.size(), cameras.toString());
        return cameras.iterator().next();
    }

    private Set<String> taskCameras() throws Exception {
        Set<String> ids = new TreeSet<>();
        StreamSupport.stream(gateway.get("/api/cameras").spliterator(), false).map(camera -> camera.path("id").asText())
                .filter(id -> id.startsWith("inference-")).forEach(ids::add);
        return ids;
    }

    private JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException error) {
            throw new AssertionError(json, error);
        }
    }
}
