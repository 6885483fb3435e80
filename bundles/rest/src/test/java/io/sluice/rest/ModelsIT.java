package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.PackageExchange;
import io.sluice.api.model.PeerGate;
import io.sluice.support.testing.TestFramework;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ZIP = Map.of("Content-Type", "application/zip");
    private static final String PACKAGE = "/api/models/packages/" + MemoryAlgorithms.SHA256;
    private static final String UPLOAD = "/api/models/uploads/" + MemoryAlgorithms.SHA256;
    private static final MemoryAlgorithms STORE = new MemoryAlgorithms();
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RestGateway();
        gateway.context().registerService(ModelRepository.class, new NoModels(), null);
        RestIT.assertProblem(503, "", gateway.get("/api/models/packages"));
        gateway.context().registerService(PeerGate.class, new OpenGate(), null);
        RestIT.assertProblem(503, "", gateway.get("/api/models/packages"));
        gateway.context().registerService(AlgorithmStore.class, STORE, null);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @BeforeEach
    void importOne() throws Exception {
        HttpResponse<String> added = gateway.send("POST", "/api/models", "0123456789", ZIP);
        assertEquals(201, added.statusCode(), added.body());
        assertEquals("/api/models/joints/versions/1.0", added.headers().firstValue("Location").orElseThrow());
        STORE.calls.clear();
    }

    @Test
    void showsVersionsInTheTermsOfTheStandard() throws Exception {
        JsonNode version = JSON.readTree(gateway.get("/api/models/joints/versions").body()).get(0);
        assertEquals(7, version.get("number").asInt());
        assertEquals(2, version.get("algStatus").asInt());
        assertEquals("no_longer_valid", version.get("status").asText());
        assertEquals("1970-01-01T00:00:00Z", version.get("notAfter").asText());
        assertTrue(version.get("notBefore").isNull());
        assertEquals("maker", version.get("signer").asText());
        assertEquals("fine", version.at("/tests/0").asText());
        assertEquals(version, JSON.readTree(gateway.get("/api/models/joints/versions/1.0").body()));
        RestIT.assertProblem(404, "", gateway.get("/api/models/joints/versions/2"));
        RestIT.assertProblem(404, "", gateway.get("/api/models/others/versions"));
    }

    @Test
    void passesEachActOn() throws Exception {
        assertEquals(201, gateway.send("POST", "/api/models?activate=always", "x", ZIP).statusCode());
        assertEquals(200, gateway.json("POST", "/api/models/joints/activate", "{'version':'1.0'}").statusCode());
        assertEquals(200, gateway.json("POST", "/api/models/joints/rollback", "{}").statusCode());
        assertEquals(204, gateway.json("POST", "/api/models/joints/deactivate", "{}").statusCode());
        RestIT.assertProblem(409, "", gateway.send("DELETE", "/api/models/joints/versions/1.0", "", Map.of()));
        assertEquals(
                List.of("add ALWAYS", "activate joints 1.0", "rollback joints", "deactivate joints", "remove joints 1.0"),
                STORE.calls);
        RestIT.assertProblem(400, "version", gateway.json("POST", "/api/models/joints/activate", "{}"));
        RestIT.assertProblem(400, "x", gateway.json("POST", "/api/models/joints/rollback", "{'x':1}"));
        RestIT.assertProblem(400, "activate", gateway.send("POST", "/api/models?activate=now", "x", ZIP));
    }

    @Test
    void asksForAnotherTryOfWhatWasRefused() throws Exception {
        RestIT.assertProblem(503, "", gateway.json("POST", "/api/model-exchange", "{}"));
        AtomicInteger asked = new AtomicInteger();
        var exchange = gateway.context().registerService(PackageExchange.class, asked::incrementAndGet, null);
        assertEquals(202, gateway.json("POST", "/api/model-exchange", "{}").statusCode());
        assertEquals(1, asked.get());
        RestIT.assertProblem(405, "", gateway.get("/api/model-exchange"));
        exchange.unregister();
    }

    @Test
    void saysPreciselyWhyAPackageIsRefused() throws Exception {
        RestIT.assertProblem(409, "", gateway.send("POST", "/api/models", "123", ZIP));
        RestIT.assertProblem(503, "", gateway.send("POST", "/api/models", "1234", ZIP));
        RestIT.assertProblem(413, "", gateway.send("POST", "/api/models", "x".repeat(300_000), ZIP));
        RestIT.assertProblem(415, "", gateway.json("POST", "/api/models", "{}"));
        RestIT.assertProblem(415, "", gateway.send("POST", "/api/cameras", "{}", ZIP));
        RestIT.assertProblem(415, "", gateway.send(
                "POST", "/api/models", "x", Map.of("Content-Type", "application/zip", "Content-Encoding", "gzip")));
        RestIT.assertProblem(403, "", gateway.send(
                "POST", "/api/models", "x", Map.of("Content-Type", "application/zip", "Origin", "http://evil.example")));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "-, 200, 0123456789, -", "bytes=2-4, 206, 234, bytes 2-4/10", "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10", "bytes=4-99, 206, 456789, bytes 4-9/10", "bytes=x, 200, 0123456789, -",
        "bytes=-, 200, 0123456789, -", "'bytes=0-1,3-4', 200, 0123456789, -",
    })
    void handsOnPackagesInParts(String range, int status, String body, String contentRange) throws Exception {
        HttpResponse<String> response = gateway.send("GET", PACKAGE, "", range == null ? Map.of() : Map.of("Range", range));
        assertEquals(status, response.statusCode());
        assertEquals(body, response.body());
        assertEquals(contentRange, response.headers().firstValue("Content-Range").orElse(null));
        assertEquals('"' + MemoryAlgorithms.SHA256 + '"', response.headers().firstValue("ETag").orElseThrow());
        TestFramework.await("package closed", () -> STORE.calls.equals(List.of("closed")));
    }

    @Test
    void keepsToWhatTheClientHasAlready() throws Exception {
        String tag = '"' + MemoryAlgorithms.SHA256 + '"';
        assertEquals(206, part(Map.of("Range", "bytes=1-", "If-Match", tag)));
        assertEquals(206, part(Map.of("Range", "bytes=1-", "If-Range", tag)));
        assertEquals(200, part(Map.of("Range", "bytes=1-", "If-Range", "\"other\"")));
        RestIT.assertProblem(412, "", gateway.send("GET", PACKAGE, "", Map.of("If-Match", "\"other\"")));
        RestIT.assertProblem(416, "", gateway.send("GET", PACKAGE, "", Map.of("Range", "bytes=10-")));
        RestIT.assertProblem(404, "", gateway.get("/api/models/packages/" + "0".repeat(64)));
        HttpResponse<String> head = gateway.send("HEAD", PACKAGE, "", Map.of());
        assertEquals("10", head.headers().firstValue("Content-Length").orElseThrow());
        JsonNode listed = JSON.readTree(gateway.get("/api/models/packages").body()).get(0);
        assertEquals(MemoryAlgorithms.SHA256, listed.get("sha256").asText());
        assertEquals(10, listed.get("bytes").asInt());
    }

    @Test
    void takesPackagesInPieces() throws Exception {
        HttpResponse<String> state = gateway.get(UPLOAD);
        assertEquals("5", state.headers().firstValue("Upload-Offset").orElseThrow());
        assertEquals(5, JSON.readTree(state.body()).get("offset").asInt());
        assertEquals(200, patch("5", "20", "abc").statusCode());
        HttpResponse<String> last = patch("5", "8", "abc");
        assertEquals(201, last.statusCode());
        assertEquals("1.0", JSON.readTree(last.body()).get("version").asText());
        assertEquals(List.of("receive 5+3/20 IF_FIRST", "receive 5+3/8 IF_FIRST"), STORE.calls);
        RestIT.assertProblem(409, "", patch("0", "8", "abc"));
        RestIT.assertProblem(400, "Upload-Offset", patch("-1", "8", "abc"));
        RestIT.assertProblem(400, "Upload-Length", patch("5", "x", "abc"));
        RestIT.assertProblem(400, "", gateway.get("/api/models/uploads/x"));
    }

    private static int part(Map<String, String> headers) throws Exception {
        return gateway.send("GET", PACKAGE, "", headers).statusCode();
    }

    private static HttpResponse<String> patch(String offset, String length, String body) throws Exception {
        return gateway.send("PATCH", UPLOAD, body, Map.of(
                "Content-Type", "application/zip", "Upload-Offset", offset, "Upload-Length", length));
    }
}
