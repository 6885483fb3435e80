package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.accel.Precision;
import io.sluice.api.device.CameraDriver;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelFamily;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import io.sluice.api.model.PeerGate;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import io.sluice.support.model.FileModel;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAMERA = "{'id':'gate','source':{'driver':'rtsp',"
            + "'settings':{'url':'rtsp://u:pw@host/path','user':'u','password':'secret'}}}";

    private static final MemoryCameras CAMERAS = new MemoryCameras();
    private static final MemoryResults RESULTS = new MemoryResults();
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RestGateway();
        gateway.offer(CAMERAS, new OneModel(), RESULTS, new OneStream());
        gateway.context().registerService(PeerGate.class, new OpenGate(), null);
        gateway.offer(() -> List.of(new Status(
                new Subject(Subject.CAMERA, "gate"), Health.FAILED, "rtsp.unauthorized", "Wrong password.",
                "Correct it.", Map.of("host", "h"), Instant.EPOCH)));
        gateway.offer(new Rtsp());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @AfterEach
    void forget() {
        CAMERAS.list().forEach(camera -> CAMERAS.remove(camera.id()));
    }

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

    @ParameterizedTest
    @ValueSource(strings = {
        "embeddings=yes", "embeddings=true&limit=101", "camera=..", "camera=a&camera=b", "limit=0", "limit=10001", "limit=x", "limit=99999999999999999999", "order=up",
        "from=yesterday", "from=2026-01-01", "to=%2B999999999-12-31T23:59:59Z", "from=1969-01-01T00:00:00Z",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "crossings=1", "after=-1", "cam=x", "label=%C3%28",
        "label=%00", "x=%zz", "%zz=x", "=", "label=%", "limit=1;limit=2",
    })
    void refusesMalformedQueries(String query) throws Exception {
        HttpResponse<String> response = raw("GET /api/results?" + query + " HTTP/1.1");
        assertProblem(400, null, response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "{ | ''", "'' | ''", "[] | ''", "null | ''", "{'id':'a'} {} | ''", "{'id':'a','id':'b'} | ''",
        "{'id':'a','source':{'driver':'rtsp'},'bad':1} | bad",
        "{'id':'a','source':{'driver':'nothing'}} | source.driver",
        "{'id':'../a','source':{'driver':'rtsp'}} | id",
        "{'id':'a','source':{'driver':'rtsp','settings':{'url':5}}} | source.settings.url",
        "{'id':'a','source':{'driver':'rtsp'},'recording':{'segmentSeconds':1e99}} | recording.segmentSeconds",
        "{'id':'a','source':{'driver':'rtsp'},'analyses':[{'model':'m','region':{'x':NaN}}]} | ''",
        "{'id':'a','source':{'driver':'rtsp'},'analyses':[{'model':'m','lines':[{'name':'l'}]}]}"
                + " | analyses[0].lines[0].start",
    })
    void refusesMalformedCameras(String body, String field) throws Exception {
        for (String method : List.of("POST /api/cameras", "PUT /api/cameras/a")) {
            String[] parts = method.split(" ");
            String json = body.equals("''") ? " " : body;
            HttpResponse<String> response = gateway.json(parts[0], parts[1], json);
            assertProblem(400, field.equals("''") ? "" : field, response);
        }
        assertEquals(List.of(), CAMERAS.list());
    }

    @Test
    void saysWhereJsonBreaks() throws Exception {
        String body = gateway.json("POST", "/api/cameras", "{\n  'id': tru\n}").body();
        assertTrue(body.contains("line 2, column"), body);
        assertProblem(400, "", gateway.json("POST", "/api/cameras", "[".repeat(30_000)));
        assertProblem(400, "id", gateway.json("PUT", "/api/cameras/b", CAMERA));
    }

    @Test
    void limitsSizeAndType() throws Exception {
        String large = "{'id':'" + "a".repeat(70_000) + "'}";
        assertProblem(413, "", gateway.json("POST", "/api/cameras", large));
        List<String> types =
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1");
        for (String type : types) {
            assertProblem(415, "", gateway.send("POST", "/api/cameras", "{}", Map.of("Content-Type", type)));
        }
        assertProblem(415, "", gateway.send("PUT", "/api/cameras/a", "{}", Map.of()));
        assertProblem(415, "", gateway.send(
                "POST", "/api/cameras", "{}", Map.of("Content-Type", "application/json", "Content-Encoding", "gzip")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "PUT | /api/cameras | GET, HEAD, POST, OPTIONS",
        "PATCH | /api/cameras/a | GET, HEAD, PUT, DELETE, OPTIONS",
        "POST | /api/cameras/a | GET, HEAD, PUT, DELETE, OPTIONS",
        "DELETE | /api/results | GET, HEAD, OPTIONS",
        "POST | /api/status | GET, HEAD, OPTIONS",
        "PUT | /api/models | GET, HEAD, POST, OPTIONS",
        "POST | /api/models/m | GET, HEAD, OPTIONS",
        "GET | /api/models/m/activate | POST, OPTIONS",
        "PUT | /api/models/m/versions/1 | GET, HEAD, DELETE, OPTIONS",
        "POST | /api/models/packages | GET, HEAD, OPTIONS",
        "POST | /api/models/uploads/x | GET, HEAD, PATCH, OPTIONS",
        "POST | /api/drivers | GET, HEAD, OPTIONS",
        "POST | /api/streams | GET, HEAD, OPTIONS",
        "POST | /api/events | GET, HEAD, OPTIONS",
        "TRACE | /api/status | GET, HEAD, OPTIONS",
        "BREW | /api/status | GET, HEAD, OPTIONS",
    })
    void saysWhichMethodsThereAre(String method, String path, String allowed) throws Exception {
        HttpResponse<String> response = raw(
                method + " " + path + " HTTP/1.1", "Content-Type: application/json", "Content-Length: 0");
        assertProblem(405, "", response);
        assertEquals(allowed, response.headers().firstValue("Allow").orElseThrow());
        HttpResponse<String> options = gateway.send("OPTIONS", path, "", Map.of());
        assertEquals(204, options.statusCode());
        assertEquals(allowed, options.headers().firstValue("Allow").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/api/cameras", "/api/status", "/api/models", "/api/streams", "/api/drivers", "/api/results", "/api/events",
    })
    void answersHeadWithoutABody(String path) throws Exception {
        HttpResponse<String> head = gateway.send("HEAD", path, "", Map.of());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals("nosniff", head.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertEquals("no-store", head.headers().firstValue("Cache-Control").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/api", "/api/", "/api/nothing", "/api/models/n", "/api/models/m/x", "/api/models/m/versions/1/x",
        "/api/models//versions", "/api/cameras/a/b", "/api/cameras/%00", "/api/cameras/a%2Fb",
        "/api/cameras/..%2f", "/api/%zz", "/api/cameras/%c3%28", "/api/cameras/", "/api/cameras/a;x=1", "/api//cameras",
        "/%2e%2e/api", "/api/cameras?x=1", "/api/status?x", "/api/events?topics=all", "/api/events?camera=%20",
        "/nowhere", "/api/cameras\\a", "/api/cameras/\u00e9",
    })
    void answersEveryOddAddressWithAProblem(String target) throws Exception {
        HttpResponse<String> response = raw("GET " + target + " HTTP/1.1");
        assertTrue(response.statusCode() >= 400 && response.statusCode() < 500, target + ": " + response.statusCode());
        assertProblem(response.statusCode(), null, response);
    }

    @Test
    void refusesPagesOfOtherSites() throws Exception {
        String own = "http://127.0.0.1:" + gateway.port();
        Map<String, String> json = Map.of("Content-Type", "application/json");
        assertEquals(201, gateway.send("POST", "/api/cameras", CAMERA.replace('\'', '"'),
                with(json, "Origin", own)).statusCode());
        List<String> foreign =
                List.of("http://evil.example", "null", "http://127.0.0.1:1", own + ".evil.example", "%%");
        for (String origin : foreign) {
            assertProblem(403, "", gateway.send("DELETE", "/api/cameras/gate", "", Map.of("Origin", origin)));
        }
        assertProblem(403, "", raw("GET /api/status HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade",
                "Origin: http://evil.example"));
        assertTrue(CAMERAS.find("gate").isPresent());
        assertEquals(200, gateway.send("GET", "/api/status", "", Map.of("Origin", "http://evil.example")).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200", "localhost:9, 200", "LOCALHOST, 200", "[::1]:80, 200", "192.168.1.7:8080, 200",
        "evil.example, 421", "localhost.evil.example, 421", "127.0.0.1.evil.example, 421",
    })
    void answersToItsOwnNamesOnly(String host, int status) throws Exception {
        HttpResponse<String> response =
                RawHttp.send(gateway.port(), "GET /api/status HTTP/1.1", "Host: " + host, "Connection: close");
        assertEquals(status, response.statusCode(), response.body());
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private static HttpResponse<String> raw(String requestLine, String... headers) throws Exception {
        String[] lines = new String[headers.length + 3];
        lines[0] = requestLine;
        lines[1] = "Host: 127.0.0.1:" + gateway.port();
        lines[2] = "Connection: close";
        System.arraycopy(headers, 0, lines, 3, headers.length);
        return RawHttp.send(gateway.port(), lines);
    }

    /** @param field null when it does not matter */
    static void assertProblem(int status, String field, HttpResponse<String> response) throws Exception {
        String body = response.body();
        assertEquals(status, response.statusCode(), body);
        String type = response.headers().firstValue("Content-Type").orElse("none");
        assertTrue(type.startsWith("application/problem+json"), type + ": " + body);
        JsonNode problem = JSON.readTree(body);
        assertEquals(status, problem.get("status").asInt());
        assertFalse(problem.get("code").asText().isEmpty());
        assertFalse(problem.get("detail").asText().isEmpty());
        assertFalse(body.contains("Exception") || body.contains("\\tat ") || body.contains("org."), body);
        if (field != null) {
            assertEquals(field, problem.path("field").asText(), body);
        }
    }

    private static final class OneModel implements ModelRepository {

        @Override
        public List<AlgorithmDescriptor> list() {
            InputSpec input = new InputSpec(
                    1, 2, InputSpec.Channels.RGB, InputSpec.Fit.STRETCH, List.of(0.0, 0.0, 0.0),
                    List.of(1.0, 1.0, 1.0));
            ModelDescriptor model = new ModelDescriptor(
                    "net", "Net", "2", ModelFamily.YOLO, input, List.of("person"), 0.5, 0.5,
                    List.of(new ModelVariant(
                            Precision.INT8, Optional.of("rk3588"), new FileModel(Path.of("/m"), "rknn", "ab"))));
            StageSpec stage = new StageSpec("detect", StageSpec.Kind.MODEL, "net", "", "{\"a\":1}");
            return List.of(new AlgorithmDescriptor(
                    "m", 7, "Model", "1", "detection", "{\"type\":\"object\",\"properties\":{\"least\":{\"type\":\"number\"}}}", List.of("person"), List.of(model),
                    List.of(stage), "cd"));
        }

        @Override
        public Optional<AlgorithmDescriptor> find(String id) {
            return list().stream().filter(model -> model.id().equals(id)).findFirst();
        }

        @Override
        public Optional<AlgorithmDescriptor> find(String id, String version) {
            return find(id).filter(model -> model.version().equals(version));
        }
    }

    private static final class OneStream implements StreamHub {

        @Override
        public Collection<StreamInfo> streams() {
            return List.of(new StreamInfo(
                    "gate", Optional.empty(), true, 1, 2, 0, Optional.empty(), 25, 1000,
                    List.of(new StreamInfo.TapInfo("live", 0, 0))));
        }

        @Override
        public Optional<StreamInfo> stream(String cameraId) {
            return streams().stream().filter(stream -> stream.cameraId().equals(cameraId)).findFirst();
        }

        @Override
        public StreamPublisher publish(String cameraId) {
            throw new IllegalStateException("nobody publishes here");
        }

        @Override
        public Tap tap(String cameraId, TapOptions options) {
            throw new IllegalStateException("nobody reads here");
        }
    }

    private static final class Rtsp implements CameraDriver {

        @Override
        public String kind() {
            return "rtsp";
        }

        @Override
        public String factoryPid() {
            return "io.sluice.drivers.rtsp";
        }

        @Override
        public List<String> secrets() {
            return List.of("password");
        }

        @Override
        public List<Problem> check(Map<String, String> settings) {
            return List.of();
        }
    }
}
