package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.result.ResultQuery;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What clients do with cameras and read of all the rest. */
class RestIT extends RestCase {

    @Test
    void takesACameraFromAddingToRemoving() throws Exception {
        HttpResponse<String> added = gateway.json("POST", "/api/cameras", CAMERA);
        assertEquals(201, added.statusCode(), added.body());
        assertEquals("/api/cameras/gate", added.headers().firstValue("Location").orElseThrow());
        assertProblem(409, "id", gateway.json("POST", "/api/cameras", CAMERA));

        JsonNode camera = JSON.readTree(gateway.get("/api/cameras/gate").body());
        assertEquals("gate", camera.get("name").asText());
        assertEquals("rtsp.unauthorized", camera.at("/status/code").asText());
        assertEquals(25.0, camera.at("/stream/framesPerSecond").asDouble());
        assertEquals(camera, JSON.readTree(gateway.get("/api/cameras").body()).get(0));

        String renamed = "{'source':{'driver':'rtsp'},'name':'x'}";
        HttpResponse<String> changed = gateway.json("PUT", "/api/cameras/gate", renamed);
        assertEquals(200, changed.statusCode(), changed.body());
        assertEquals("x", CAMERAS.find("gate").orElseThrow().name());
        assertEquals(204, gateway.send("DELETE", "/api/cameras/gate", "", Map.of()).statusCode());
        assertProblem(404, "", gateway.send("DELETE", "/api/cameras/gate", "", Map.of()));
        assertProblem(404, "", gateway.get("/api/cameras/gate"));
    }

    @Test
    void checksWhatCamerasSetOfTheirAlgorithms() throws Exception {
        String wrong = CAMERA.replace("}}}", "}},'analyses':[{'model':'m','arguments':{'least':'many'}}]}");
        assertProblem(400, "analyses[0].arguments.least", gateway.json("POST", "/api/cameras", wrong));
        assertProblem(400, "analyses[0].arguments.least", gateway.json("PUT", "/api/cameras/gate", wrong));
        assertEquals(404, gateway.get("/api/cameras/gate").statusCode(), "nothing was changed");
        HttpResponse<String> added = gateway.json("POST", "/api/cameras", wrong.replace("'many'", "0.5"));
        assertEquals(201, added.statusCode(), added.body());
        HttpResponse<String> unknown = gateway.json("PUT", "/api/cameras/gate", wrong.replace("'m'", "'later'"));
        assertEquals(200, unknown.statusCode(), unknown.body());
    }

    @Test
    void neverShowsSecretsAndKeepsThem() throws Exception {
        gateway.json("POST", "/api/cameras", CAMERA);
        String shown = gateway.get("/api/cameras/gate").body();
        assertFalse(shown.contains("secret") || shown.contains("pw"), shown);
        assertTrue(shown.contains("rtsp://host/path"), shown);

        assertEquals(200, gateway.json("PUT", "/api/cameras/gate", shown).statusCode());
        Map<String, String> settings = CAMERAS.find("gate").orElseThrow().source().settings();
        assertEquals("secret", settings.get("password"));
        assertEquals("rtsp://u:pw@host/path", settings.get("url"));

        gateway.json("PUT", "/api/cameras/gate", shown.replace("\"user\":\"u\"", "\"user\":\"u\",\"password\":\"\""));
        assertFalse(CAMERAS.find("gate").orElseThrow().source().settings().containsKey("password"));
    }

    @Test
    void listsEverythingElse() throws Exception {
        JsonNode algorithm = JSON.readTree(gateway.get("/api/models").body()).get(0);
        assertEquals("m", algorithm.get("id").asText());
        assertEquals(7, algorithm.get("number").asInt());
        assertEquals("detection", algorithm.get("type").asText());
        assertEquals("object", algorithm.at("/arguments/type").asText());
        assertEquals("net", algorithm.at("/stages/0/uses").asText());
        assertEquals("model", algorithm.at("/stages/0/kind").asText());
        assertEquals(1, algorithm.at("/stages/0/arguments/a").asInt());
        assertEquals(
                JSON.readTree("{\"format\":\"rknn\",\"precision\":\"int8\",\"chip\":\"rk3588\",\"sha256\":\"ab\"}"),
                algorithm.at("/models/0/variants/0"));
        assertEquals("gate", JSON.readTree(gateway.get("/api/streams").body()).at("/0/camera").asText());
        JsonNode status = JSON.readTree(gateway.get("/api/status").body()).get(0);
        assertEquals("camera", status.at("/subject/kind").asText());
        assertEquals("FAILED", status.get("health").asText());
        assertEquals("h", status.at("/details/host").asText());
        JsonNode driver = JSON.readTree(gateway.get("/api/drivers").body()).get(0);
        assertEquals("rtsp", driver.get("kind").asText());
        assertTrue(driver.get("settings").isArray());
    }

    @Test
    void passesEveryConditionOfAQueryOn() throws Exception {
        RESULTS.append(List.of(MemoryResults.result("gate", 1)));
        JsonNode result = JSON.readTree(gateway.get("/api/results?camera=gate").body()).at("/results/0");
        assertEquals("gate", result.get("camera").asText());
        assertEquals(0.5, result.at("/detections/0/score").asDouble());
        assertEquals(0.3, result.at("/detections/0/box/width").asDouble());
        assertEquals("ENTER", result.at("/crossings/0/kind").asText());
        assertEquals("level", result.at("/measurements/0/name").asText());
        assertEquals(1.25, result.at("/measurements/0/value").asDouble());
        assertEquals("m", result.at("/measurements/0/unit").asText());
        assertEquals(0.5, result.at("/measurements/0/confidence").asDouble());
        gateway.get("/api/results?camera=c&label=a%20b&from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00%2B01:00"
                + "&after=5&crossings=true&order=asc&limit=7");
        assertEquals(
                new ResultQuery(
                        Optional.of("c"), Optional.of("a b"), Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2026-01-01T00:00:00Z")), OptionalLong.of(5), true, false, 7),
                RESULTS.lastQuery());
    }

    @Test
    void tellsVectorsToWhomAsksForThem() throws Exception {
        RESULTS.append(List.of(MemoryResults.embedding("vectors", 1, 0.5f, -2)));
        assertTrue(JSON.readTree(gateway.get("/api/results?camera=vectors").body())
                .at("/results/0/detections/0/embedding").isMissingNode());
        assertEquals(JSON.readTree("[0.5,-2.0]"),
                JSON.readTree(gateway.get("/api/results?camera=vectors&embeddings=true&limit=100").body())
                        .at("/results/0/detections/0/embedding"));
    }
}
