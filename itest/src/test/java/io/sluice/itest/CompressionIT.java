package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway makes the model of its inspection line smaller, on what it recorded of that line, while it goes on. */
class CompressionIT {

    private static final String CAMERA = "solder-line";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = Gateway.start(folder.resolve("data"), "--feature", "demo");
        gateway.awaitHealth("recorder", CAMERA, SOON, "OK");
        // A key frame a second, or fewer on a machine that has much to do.
        Await.until("enough is recorded", LATER, () -> recordedSeconds() > 35);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @Test
    void aVersionIsMadeOfItsOwnRecordingsThatCanBeACandidate() throws Exception {
        JsonNode job = ended(add("/api/compressions", 202, """
                {"algorithm": "solder-joints", "newVersion": "1-small",
                "frames": {"camera": "solder-line", "count": 30},
                "bounds": {"agreement": 0.9, "speedup": 0.01, "findings": 20}}""").path("id").asText());
        assertEquals("DONE", job.path("state").asText(), job.toString());
        System.out.println("CompressionIT: " + job.path("figures").path("verdict").asText() + "; on cpu-0 "
                + job.path("figures").path("device"));
        assertTrue(job.path("figures").path("agreement").path("compared").asInt() >= 20);
        assertTrue(job.path("figures").path("device").path("int8Millis").asDouble() > 0);

        JsonNode version = gateway.get("/api/models/solder-joints/versions/1-small");
        assertEquals("not_in_use", version.path("status").asText());
        assertTrue(version.path("tests").path(0).asText().startsWith("made on this gateway of version 1:"));
        assertEquals("1", gateway.get("/api/models/solder-joints").path("version").asText(), "it became active by itself");
        assertEncrypted();
        assertEquals(200, gateway.send("POST", "/api/models/solder-joints/activate", "{\"version\": \"1-small\"}").statusCode());
        JsonNode active = gateway.get("/api/models/solder-joints");
        assertEquals(List.of("float32", "int8"), active.findValuesAsText("precision").stream()
                .map(String::toLowerCase).sorted().toList(), active.toString());
        assertEquals(204, gateway.send("POST", "/api/models/solder-joints/deactivate", "{}").statusCode());
    }

    @Test
    void whatMissesItsBoundsIsRefusedWithFiguresAndRecordingGoesOn() throws Exception {
        Instant before = Instant.now();
        JsonNode job = ended(add("/api/compressions", 202, """
                {"algorithm": "solder-joints", "version": "1", "frames": {"camera": "solder-line", "count": 12},
                "bounds": {"speedup": 500, "findings": 5}}""").path("id").asText());
        assertEquals("REFUSED", job.path("state").asText(), job.toString());
        assertTrue(job.path("problem").path("message").asText().contains("ms against"), job.toString());
        assertTrue(job.path("figures").path("processor").path("speedup").asDouble() > 0);
        JsonNode spans = gateway.get("/api/recordings/" + CAMERA + "?from=" + before).path("spans");
        assertEquals(1, spans.size(), "the recording has a gap: " + spans);
    }

    @Test
    void whatCannotBeDoneIsSaidBeforehand() throws Exception {
        assertEquals("compression.camera.unknown", add("/api/compressions", 404,
                "{\"algorithm\": \"solder-joints\", \"frames\": {\"camera\": \"nobody\"}}").path("code").asText());
        assertEquals("compression.recordings.none", add("/api/compressions", 422, """
                {"algorithm": "solder-joints", "frames": {"camera": "solder-line",
                "from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"}}""").path("code").asText());
        JsonNode wrong = add("/api/compressions", 400,
                "{\"algorithm\": \"solder-joints\", \"frames\": {\"camera\": \"solder-line\", \"count\": 1}}");
        assertEquals("frames.count", wrong.path("field").asText());
        assertEquals(404, gateway.send("GET", "/api/compressions/none", null).statusCode());
    }

    @Test
    void aPlanTellsWhereToCutBetweenTwoDevices() throws Exception {
        String id = add("/api/cuts", 202, """
                {"algorithm": "solder-joints", "version": "1", "most": 4,
                "link": {"bytesPerSecond": 12500000, "latencyMillis": 1}}""").path("id").asText();
        JsonNode job = Await.value("the plan", LATER, () -> {
            JsonNode now = gateway.get("/api/cuts/" + id);
            return now.path("state").asText().matches("WAITING|RUNNING") ? null : now;
        });
        assertEquals("DONE", job.path("state").asText(), job.toString());
        JsonNode candidates = job.path("figures").path("candidates");
        assertEquals(6, candidates.size(), "four cuts, and all on either device");
        assertTrue(job.path("result").path("chosen").asBoolean());
        assertFalse(job.path("result").path("reason").asText().isEmpty());
    }

    /** The model of the demo is plain in its own folder; what was made of it must not be so anywhere. */
    private static void assertEncrypted() throws Exception {
        byte[] marker = "layer6.weight.int8".getBytes(StandardCharsets.US_ASCII);
        try (Stream<Path> files = Files.walk(gateway.data())) {
            for (Path file : files.filter(Files::isRegularFile).filter(one -> !one.toString().contains("recordings")
                    && !one.toString().contains("cache")).toList()) {
                assertFalse(contains(Files.readAllBytes(file), marker), "plain model in " + file);
            }
        }
    }

    private static boolean contains(byte[] content, byte[] marker) {
        for (int at = 0; at + marker.length <= content.length; at++) {
            if (content[at] == marker[0] && Arrays.equals(content, at, at + marker.length, marker, 0, marker.length)) {
                return true;
            }
        }
        return false;
    }

    private static double recordedSeconds() throws Exception {
        double seconds = 0;
        for (JsonNode span : gateway.get("/api/recordings/" + CAMERA).path("spans")) {
            seconds += Duration.between(Instant.parse(span.path("start").asText()), Instant.parse(span.path("end").asText()))
                    .toMillis() / 1000.0;
        }
        return seconds;
    }

    private static JsonNode add(String address, int expected, String body) throws Exception {
        HttpResponse<String> answer = gateway.send("POST", address, body);
        assertEquals(expected, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private static JsonNode ended(String id) throws Exception {
        return Await.value("the job has ended", LATER, () -> {
            JsonNode job = gateway.get("/api/compressions/" + id);
            return job.path("state").asText().matches("WAITING|RUNNING") ? null : job;
        });
    }
}
