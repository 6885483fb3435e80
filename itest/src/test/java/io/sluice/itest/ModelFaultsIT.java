package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that cannot be used: told with cause and remedy, mended by a better file, and never felt by the recording. */
class ModelFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String CAMERA = "bench";

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static ForeignRtspServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/" + CAMERA));
        gateway = Gateway.start(folder.resolve("data"));
        analyse();
        gateway.awaitHealth("recorder", CAMERA, SOON, "OK");
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            assertEquals(1, gateway.get("/api/recordings/" + CAMERA).path("spans").size(), "the recording was interrupted");
        } finally {
            gateway.close();
            server.close();
        }
    }

    @Test
    void missingThenThere() throws Exception {
        analyse("late");
        assertTold(gateway.awaitHealth("analysis", CAMERA + "/late", SOON, "FAILED"));
        install("late", manifest("late", 0), good());
        gateway.awaitHealth("analysis", CAMERA + "/late", SOON, "OK");
    }

    @Test
    void corruptThenMended() throws Exception {
        byte[] noise = Files.readAllBytes(good());
        for (int i = 100; i < noise.length; i += 3) {
            noise[i] ^= 0x55;
        }
        Path corrupt = Files.write(folder.resolve("corrupt.onnx"), noise);
        analyse("spoilt");
        install("spoilt", manifest("spoilt", 0), corrupt);
        Await.until("the model is told to be unfit", SOON, () -> {
            JsonNode model = gateway.status("model", "spoilt");
            JsonNode analysis = gateway.status("analysis", CAMERA + "/spoilt");
            return analysis.path("code").asText().equals("analysis.model.rejected")
                    || model.path("code").asText().equals("model.file.malformed");
        });
        assertTold(gateway.awaitHealth("analysis", CAMERA + "/spoilt", SOON, "FAILED"));
        install("spoilt", manifest("spoilt", 0), good());
        gateway.awaitHealth("analysis", CAMERA + "/spoilt", SOON, "OK");
    }

    @Test
    void ofTheWrongShapeNamesBothShapes() throws Exception {
        analyse("shape");
        install("shape", manifest("shape", 32), good());
        JsonNode status = gateway.awaitCode("analysis", CAMERA + "/shape", SOON, "analysis.model.rejected");
        assertTold(status);
        int width = shippedWidth();
        assertTrue(status.path("message").asText().contains(Integer.toString(width)), status.toString());
        assertTrue(status.path("message").asText().contains(Integer.toString(width + 32)), status.toString());
        install("shape", manifest("shape", 0), good());
        gateway.awaitHealth("analysis", CAMERA + "/shape", SOON, "OK");
    }

    @Test
    void aManifestThatIsNoneIsToldByTheModel() throws Exception {
        Path model = Models.folder(gateway.data(), "scrawl");
        Files.writeString(model.resolve("algorithm.yaml"), "id: scrawl\ninput: [\n");
        assertTold(gateway.awaitHealth("model", "scrawl", SOON, "FAILED"));
        Files.delete(model.resolve("algorithm.yaml"));
        Files.delete(model);
        Await.until("nothing is said of it any more", SOON, () -> gateway.status("model", "scrawl").isMissingNode());
    }

    /** Sets the camera's analyses; each test uses models of its own names, one after another. */
    private static void analyse(String... models) throws Exception {
        StringBuilder analyses = new StringBuilder();
        for (String model : models) {
            analyses.append(analyses.isEmpty() ? "" : ",").append("{\"model\": \"").append(model).append("\"}");
        }
        gateway.put(CAMERA, "{\"id\": \"" + CAMERA + "\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/" + CAMERA) + "\"}}, \"analyses\": [" + analyses + "]}");
    }

    private static void install(String id, String manifest, Path model) throws Exception {
        Path into = Models.folder(gateway.data(), id);
        Path part = Files.copy(model, into.resolve("model.part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, into.resolve("model.onnx"), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(into.resolve("algorithm.yaml"), manifest);
    }

    private static Path good() {
        return Gateway.DISTRIBUTION.resolve("models/solder-joints/model.onnx");
    }

    /** The shipped model's manifest under another name, its width wrong by so much. */
    private static String manifest(String id, int wrongBy) throws Exception {
        String shipped = Files.readString(Gateway.DISTRIBUTION.resolve("models/solder-joints/algorithm.yaml"));
        return shipped.replaceFirst("(?m)^id: .*$", "id: " + id)
                .replaceFirst("width: \\d+", "width: " + (shippedWidth() + wrongBy));
    }

    private static int shippedWidth() throws Exception {
        String shipped = Files.readString(Gateway.DISTRIBUTION.resolve("models/solder-joints/algorithm.yaml"));
        return Integer.parseInt(shipped.replaceFirst("(?s).*width: (\\d+).*", "$1"));
    }

    private static void assertTold(JsonNode status) {
        assertTrue(status.path("message").asText().length() > 10, "no cause: " + status);
        assertTrue(status.path("remedy").asText().length() > 10, "no remedy: " + status);
    }
}
