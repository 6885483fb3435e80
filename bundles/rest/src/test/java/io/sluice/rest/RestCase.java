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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The interface as clients see it, over services that a test plays. */
abstract class RestCase {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String CAMERA = "{'id':'gate','source':{'driver':'rtsp',"
            + "'settings':{'url':'rtsp://u:pw@host/path','user':'u','password':'secret'}}}";

    static final MemoryCameras CAMERAS = new MemoryCameras();
    static final MemoryResults RESULTS = new MemoryResults();
    static RestGateway gateway;

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

    static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    static HttpResponse<String> raw(String requestLine, String... headers) throws Exception {
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
