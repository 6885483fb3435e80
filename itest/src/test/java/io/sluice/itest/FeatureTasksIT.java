package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.ResultReceiver;
import io.sluice.itest.harness.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Features on their way through a gateway: one task encodes them, others gather and search what it makes, and what they find arrives
 * at a foreign address.
 */
class FeatureTasksIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OWN = "31010000001320000001";
    private static final int DIMENSION = 64;
    private static final int FEATURES = 80;
    private static final List<String> PERSONS = List.of("Ann", "Bo", "Cy");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final Random random = new Random(4);
    private final List<float[]> faces = PERSONS.stream().map(person -> random()).toList();
    private ResultReceiver receiver;
    private Gateway gateway;
    private Scheduler scheduler;

    @BeforeEach
    void start() throws Exception {
        Path data = folder.resolve("data");
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
        Await.until("the scheduler is registered", SOON, scheduler::register);
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
            receiver.close();
        }
    }

    @Test
    void eachFeatureIsKeptAndAnsweredOnceThoughTheGatewayIsKilled() throws Exception {
        String known = IntStream.range(0, PERSONS.size())
                .mapToObj(person -> "{\"ID\": \"p" + person + "\", \"Label\": \"" + PERSONS.get(person) + "\", \"Vector\": "
                        + text(faces.get(person)) + "}").collect(Collectors.joining(", "));
        Await.until("the persons are taken", SOON, () -> accepted(task("enrol", 9, "", url(),
                "{\"Mode\": \"GATHER\", \"Library\": \"persons\", \"Features\": [" + known + "]}")));
        Await.until("the persons are kept", SOON, () -> entries("persons") == PERSONS.size());
        JsonNode refused = dispatch(task("wrong", 9, "enrol", url(), "{\"Mode\": \"SEARCH\", \"Library\": \"nobody\"}"));
        assertTrue(refused.toString().contains("wrong: 60: There is no library nobody"), refused.toString());

        String seen = IntStream.range(0, FEATURES).mapToObj(index -> "{\"Vector\": " + text(near(faces.get(index % PERSONS.size()))) + "}")
                .collect(Collectors.joining(", "));
        assertTrue(accepted(
                task("coded", 4, "", "\"DeviceID\": \"" + OWN + "\"",
                        "{\"Mode\": \"ENCODE\", \"Kind\": \"INT8\", \"Features\": [" + seen + "]}"),
                task("found", 9, "coded", url(), "{\"Mode\": \"SEARCH\", \"Library\": \"persons\", \"TopK\": 2, \"LeastScore\": 0.5}"),
                task("kept", 9, "coded", url(), "{\"Mode\": \"GATHER\", \"Library\": \"seen\", \"Dimension\": " + DIMENSION + "}")));
        Await.until("the first answers arrive", SOON, () -> receiver.keys().size() >= 10);
        gateway.kill();
        assertTrue(receiver.keys().size() < FEATURES, "killed too late to show anything");
        gateway.launch();
        gateway.awaitHealthy();

        Await.until("all answers arrive", SOON, () -> receiver.keys().size() >= FEATURES);
        Await.until("all are kept", SOON, () -> entries("seen") >= FEATURES);
        assertEquals(FEATURES, receiver.keys().size(), "none twice");
        assertEquals(FEATURES, entries("seen"), "none twice");
        assertEquals(PERSONS.size(), entries("persons"));
        Map<Integer, String> answers = new TreeMap<>();
        for (String body : receiver.bodies()) {
            JsonNode match = JSON.readTree(body).at("/MessageBody/TaskResultData/AnalysisResult/0/ResultData");
            assertEquals("Match", match.path("Kind").asText());
            assertTrue(match.at("/Candidates/0/Score").asDouble() > 0.8, match.toString());
            answers.put(match.at("/Of/Index").asInt(), match.at("/Candidates/0/Label").asText());
        }
        assertEquals(FEATURES, answers.size(), "each feature has an answer of its own");
        answers.forEach((index, label) -> assertEquals(PERSONS.get(index % PERSONS.size()), label));
    }

    private String url() {
        return "\"OutputURL\": \"" + receiver.address() + "\"";
    }

    private boolean accepted(String... tasks) throws Exception {
        return dispatch(tasks).path("StatusCode").asText().equals("0");
    }

    private JsonNode dispatch(String... tasks) throws Exception {
        return scheduler.command("""
                {"CommandType": "task_dispatch", "CommandIdx": 1, "DeviceID": "%s", "MessageBody": {"TaskDispatchList": [%s]}}
                """.formatted(OWN, String.join(", ", tasks)));
    }

    private static String task(String task, int type, String predecessor, String destination, String arguments) {
        String source = predecessor.isEmpty() ? "" : "\"StreamURL\": \"task:" + predecessor + "\", ";
        String before = predecessor.isEmpty() ? ""
                : "\"Dependencies\": [{\"TaskID\": \"" + predecessor + "\", \"ExtendedInfo\": {\"Kind\": \"data\"}}], ";
        return """
                {"TaskID": "%s", "TaskType": %d, %s"TaskAttr": 0, "AlgModelInfo": {"AlgID": 0, "AlgVersion": "1"},
                 "InputInfo": {%s"AlgArgs": %s}, "DstDeviceList": [{%s}]}""".formatted(task, type, before, source, arguments, destination);
    }

    private int entries(String library) throws Exception {
        for (JsonNode one : gateway.get("/api/feature-libraries")) {
            if (one.path("name").asText().equals(library)) {
                return one.path("entries").asInt();
            }
        }
        return 0;
    }

    private float[] random() {
        float[] vector = new float[DIMENSION];
        for (int index = 0; index < DIMENSION; index++) {
            vector[index] = (float) random.nextGaussian();
        }
        return vector;
    }

    private float[] near(float[] face) {
        float[] vector = face.clone();
        for (int index = 0; index < DIMENSION; index++) {
            vector[index] += (float) (0.2 * random.nextGaussian());
        }
        return vector;
    }

    private static String text(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(index -> Float.toString(vector[index])).collect(Collectors.joining(", ", "[", "]"));
    }
}
