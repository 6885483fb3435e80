package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import io.sluice.itest.harness.ResultReceiver;
import io.sluice.itest.harness.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks of one gateway and of a foreign node send their results to a task that merges them, and to one that trains with them; a classic
 * algorithm is a task as well.
 */
class AggregationIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OWN = "31010000001320000001";
    private static final int CLASSIC = 61;
    private static final String FAR =
            "{\"TaskID\": \"far\", \"DeviceID\": \"" + Scheduler.ID + "\", \"ExtendedInfo\": {\"Kind\": \"data\"}}";
    private static final String HERE = """
            {"TaskID": "left", "ExtendedInfo": {"Kind": "data"}}, {"TaskID": "right", "ExtendedInfo": {"Kind": "data"}}""";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static ForeignRtspServer server;
    private static ResultReceiver sources;
    private static ResultReceiver merged;
    private static Gateway gateway;
    private static Scheduler scheduler;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), OWN);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve("io.sluice.link.http.config"), "devices=[\"" + Scheduler.ID + ":secret\"]\n");
        Files.writeString(etc.resolve("io.sluice.broker.config"),
                "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        Models.moving(data, CLASSIC);
        server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/left"), ForeignRtspServer.testPicture("/right"));
        sources = ResultReceiver.start();
        merged = ResultReceiver.start();
        gateway = Gateway.prepare(Gateway.DISTRIBUTION, data, Gateway.freePort(), "--feature", "cascade");
        gateway.launch();
        gateway.awaitHealthy();
        scheduler = new Scheduler(gateway, "secret");
        Await.until("the scheduler is registered", SOON, scheduler::register);
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
            merged.close();
            sources.close();
            server.close();
        }
    }

    @Test
    void whatTasksHereAndElsewhereMadeComesOutOnceThoughTheGatewayIsKilled() throws Exception {
        Await.until("the tasks are accepted", SOON, () -> dispatch(
                merge("together", FAR + ", " + HERE, "{\"Operation\": \"merge\", \"LatenessMillis\": 1500, \"IdleSeconds\": 4, \"Late\": \"send\"}"),
                pictures("left"), pictures("right")).path("StatusCode").asText().equals("0"));
        Set<String> sent = new TreeSet<>();
        far(sent, 1);
        Await.until("merged results arrive", SOON, () -> merged.keys().size() >= 6);
        far(sent, 2);
        gateway.kill();
        gateway.launch();
        gateway.awaitHealthy();
        Await.until("the scheduler is registered again", SOON, scheduler::register);
        far(sent, 3);
        // As a sender does that did not hear the answer.
        far(sent, 1);
        int before = merged.keys().size();
        Await.until("merged results arrive again", SOON, () -> merged.keys().size() > before + 6);
        control("left");
        control("right");

        Await.until("each result of each task has arrived", SOON, () -> told(merged, "/Source/Key").equals(expected(sent)));
        assertEquals(merged.keys().size(), told(merged, "/Source/Key").size(), "one was told under two keys");
        assertTrue(told(merged, "/Source/TaskID").containsAll(Set.of("left", "right", "far")), told(merged, "/Source/TaskID").toString());
        String status = scheduler.command("""
                {"CommandType": "task_status_query", "CommandIdx": 3, "MessageBody": {"DeviceList": [
                  {"DeviceID": "%s", "HierarchicalQuery": "0", "TaskIDList": ["together"]}]}}
                """.formatted(OWN)).toString();
        assertTrue(status.contains("\"ResultsWaiting\":0"), status);
    }

    @Test
    void whatCannotBeAggregatedIsRefusedWithTheStandardsCode() throws Exception {
        Await.until("the scheduler is registered", SOON, scheduler::register);
        JsonNode guess = dispatch(merge("wrong-1", FAR, "{\"Operation\": \"guess\"}"));
        assertTrue(guess.toString().contains("wrong-1: 10: 'Operation' must be one of merge, sort, check"), guess.toString());
        JsonNode overlap = dispatch(merge("wrong-2", FAR, "{\"Operation\": \"merge\", \"Overlap\": 1}"));
        assertTrue(overlap.toString().contains("wrong-2: 10: "), overlap.toString());
        JsonNode training = dispatch("""
                {"TaskID": "wrong-3", "TaskType": 7, "TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                "InputInfo": {"AlgArgs": {"Method": "dream"}}, "DstDeviceList": [{"DeviceID": "%s"}]}""".formatted(OWN));
        assertTrue(training.toString().contains("No trainer of this node has the method 'dream'; there are: linear-probe"),
                training.toString());
    }

    @Test
    void aClassicAlgorithmRunsAsATaskOfItsTypeOnly() throws Exception {
        Await.until("the scheduler is registered", SOON, scheduler::register);
        try (ResultReceiver found = ResultReceiver.start()) {
            Await.until("the algorithm is in use", SOON, () -> dispatch(look("classic", 6, found)).path("StatusCode").asText().equals("0"));
            JsonNode inference = dispatch(look("network", 8, found));
            assertTrue(inference.toString().contains("network: 10: Algorithm 61 has no model: give it as a task of type 6"),
                    inference.toString());
            Await.until("something moves", SOON, () -> found.bodies().stream().anyMatch(body -> body.contains("\"Kind\":\"Detection\"")));
            control("classic");
        }
    }

    @Test
    void aModelIsTrainedWithWhatAForeignNodeSends() throws Exception {
        Await.until("the scheduler is registered", SOON, scheduler::register);
        try (ResultReceiver models = ResultReceiver.start()) {
            JsonNode accepted = dispatch("""
                    {"TaskID": "learn", "TaskType": 7, "TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                    "Dependencies": [%s], "InputInfo": {"AlgArgs": {"Method": "linear-probe", "Samples": 60}},
                    "DstDeviceList": [{"OutputURL": "%s"}]}"""
                    .formatted(FAR.replace("\"far\"", "\"samples\""), models.address()));
            assertEquals("0", accepted.path("StatusCode").asText(), accepted.toString());
            Random random = new Random(3);
            for (int group = 0; group < 10; group++) {
                String message = samples(group, random);
                Await.until("the samples are taken", SOON,
                        () -> scheduler.command(message).path("StatusCode").asText().equals("0"));
            }
            Await.until("the model arrives", SOON, () -> models.keys().size() == 1);
            JsonNode data = JSON.readTree(models.bodies().get(0)).at("/MessageBody/TaskResultData");
            assertEquals("[\"bad\",\"good\"]", data.at("/Model/Classes").toString());
            assertEquals(data.at("/Model/Bytes").asInt(), data.at("/Model/Content").binaryValue().length);
            assertTrue(data.at("/Figures/AccuracyAfter").asDouble() > data.at("/Figures/AccuracyBefore").asDouble() + 0.2,
                    data.at("/Figures").toString());
        }
    }

    /** Six feature vectors with labels, as a task of a foreign node tells them. */
    private static String samples(int group, Random random) {
        String parts = IntStream.range(0, 6).mapToObj(index -> """
                {"FeatureInfo": {"Vector": [%.3f, %.3f]}, "ResultData": {"Kind": "Detection", "Label": "%s"}}"""
                .formatted((index % 2 == 0 ? 1 : -1) + random.nextDouble() - 0.5, random.nextDouble(), index % 2 == 0 ? "good" : "bad"))
                .collect(Collectors.joining(", "));
        return """
                {"CommandType": "task_result", "CommandIdx": 7, "MessageBody": {"TaskID": "samples", "DeviceID": "%s", "AlgID": 0,
                  "DstDeviceList": [{"DeviceID": "%s"}], "AlgVersion": "1", "Ts": 1, "Key": "samples/%d", "TaskResultData": {
                  "AnalysisResult": [%s]}}}
                """.formatted(Scheduler.ID, OWN, group, parts);
    }

    private static String look(String name, int type, ResultReceiver to) {
        return """
                {"TaskID": "%s", "TaskType": %d, "TaskAttr": 0, "AlgModelInfo": {"AlgID": %d, "AlgVersion": "1"},
                "InputInfo": {"StreamURL": "%s", "TaskFrameRate": 5}, "DstDeviceList": [{"OutputURL": "%s"}]}"""
                .formatted(name, type, CLASSIC, server.address("/left"), to.address());
    }

    private static Set<String> expected(Set<String> sent) throws IOException {
        Set<String> keys = told(sources, "/../Key");
        keys.addAll(sent);
        return keys;
    }

    /** A member of each result, as text. */
    private static Set<String> told(ResultReceiver receiver, String pointer) throws IOException {
        Set<String> words = new TreeSet<>();
        for (String body : receiver.bodies()) {
            JsonNode message = JSON.readTree(body).path("MessageBody");
            words.add(pointer.startsWith("/../") ? message.at(pointer.substring(3)).asText()
                    : message.path("TaskResultData").at(pointer).asText());
        }
        return words;
    }

    /** A foreign node sends a result of its task; again until it is taken. */
    private static void far(Set<String> sent, int number) throws Exception {
        String key = "far/" + number;
        sent.add(key);
        long now = System.currentTimeMillis();
        Await.until("the result is taken", SOON, () -> scheduler.command("""
                {"CommandType": "task_result", "CommandIdx": 7, "MessageBody": {"TaskID": "far", "DeviceID": "%s", "AlgID": 0,
                  "DstDeviceList": [{"DeviceID": "%s"}], "AlgVersion": "1", "Ts": %d, "Key": "%s", "TaskResultData": {"AnalysisResult": [
                  {"ResultData": {"Kind": "Detection", "Label": "person", "Score": 0.5}}]}}}
                """.formatted(Scheduler.ID, OWN, now, key)).path("StatusCode").asText().equals("0"));
    }

    private static String pictures(String name) {
        return """
                {"TaskID": "%s", "TaskType": 1, "TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                "InputInfo": {"StreamURL": "%s", "TaskFrameRate": 2, "AlgArgs": {"Quality": 30}},
                "DstDeviceList": [{"DeviceID": "%s"}, {"OutputURL": "%s"}]}"""
                .formatted(name, server.address("/" + name), OWN, sources.address());
    }

    private static String merge(String name, String sources, String arguments) {
        return """
                {"TaskID": "%s", "TaskType": 10, "TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                "Dependencies": [%s], "InputInfo": {"AlgArgs": %s}, "DstDeviceList": [{"OutputURL": "%s"}]}"""
                .formatted(name, sources, arguments, merged.address());
    }

    private static JsonNode dispatch(String... tasks) throws Exception {
        return scheduler.command("""
                {"CommandType": "task_dispatch", "CommandIdx": 1, "DeviceID": "%s", "MessageBody": {"TaskDispatchList": [%s]}}
                """.formatted(OWN, String.join(", ", tasks)));
    }

    private static void control(String task) throws Exception {
        JsonNode answer = scheduler.command("""
                {"CommandType": "task_ops_control", "CommandIdx": 2, "MessageBody": {"OpsControlList": [
                  {"TaskID": "%s", "Control": 1}]}}
                """.formatted(task));
        assertEquals("0", answer.path("StatusCode").asText(), answer.toString());
    }
}
