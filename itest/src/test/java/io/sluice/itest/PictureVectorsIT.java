package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.archive.PackageWriter;
import io.sluice.algorithm.sign.KeyKind;
import io.sluice.algorithm.sign.PackageSignatures;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.itest.harness.Assets;
import io.sluice.itest.harness.Gateway;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner imports a real detector with a picture of what it must find; what sees otherwise does not get in. */
class PictureVectorsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSON = "{label: person, score: 0.9, box: {x: 0.48, y: 0.03, width: 0.2, height: 0.86}}";

    @TempDir
    private Path folder;

    private final PrivateKey maker = PrivateKey.generate(KeyKind.ED25519);
    private Path detector;

    @BeforeEach
    void detector() throws Exception {
        detector = Files.createDirectories(folder.resolve("detector"));
        Files.copy(Assets.require("models/FastestDet.onnx"), detector.resolve("model.onnx"));
        Files.copy(Assets.require("models/coco.names"), detector.resolve("coco.names"));
        Process ffmpeg = new ProcessBuilder(
                "ffmpeg", "-v", "error", "-ss", "8", "-i",
                Assets.require("videos/one-by-one-person-detection.mp4").toString(), "-q:v", "2", "-frames:v", "1",
                detector.resolve("person.jpg").toString()).inheritIO().start();
        assertEquals(0, ffmpeg.waitFor());
    }

    @Test
    void whatDoesNotSeeWhatItShouldDoesNotGetIn() throws Exception {
        try (Gateway gateway = Gateway.start(folder.resolve("data"))) {
            Path trusted = Files.createDirectories(gateway.data().resolve("etc/trusted"));
            Files.writeString(trusted.resolve("maker.pem"), maker.publicPem());

            JsonNode wrong = post(gateway, pack("1", PERSON.replace("x: 0.48", "x: 0.1")), 422);
            assertEquals("model.test.failed", wrong.path("code").asText());
            assertTrue(wrong.path("detail").asText().matches(
                    "person.jpg on cpu-0: missing person at x 0.100, .*: the nearest, .* has an overlap of 0.*, at least 0.700 is needed.*"),
                    wrong.toString());

            byte[] picture = Files.readAllBytes(detector.resolve("person.jpg"));
            Files.write(detector.resolve("person.jpg"), Arrays.copyOf(picture, picture.length / 2));
            assertEquals("model.test.picture", post(gateway, pack("1", PERSON), 422).path("code").asText());
            Files.write(detector.resolve("person.jpg"), picture);
            assertEquals(404, gateway.send("GET", "/api/models/fastestdet/versions", null).statusCode(), "nothing is kept");

            JsonNode right = post(gateway, pack("1", PERSON), 201);
            assertEquals("in_use", right.path("status").asText());
            JsonNode tests = right.path("tests");
            assertTrue(tests.path(tests.size() - 1).asText().startsWith("person.jpg on cpu-0: found person: overlap 0.9"),
                    tests.toString());
        }
    }

    private Path pack(String version, String expected) throws Exception {
        Files.writeString(detector.resolve("algorithm.yaml"), """
                id: fastestdet
                version: '%s'
                family: FASTESTDET
                input: {width: 352, height: 352, channels: BGR, fit: STRETCH, mean: [0, 0, 0], scale: [255, 255, 255]}
                labels: coco.names
                thresholds: {score: 0.8}
                model: model.onnx
                vectors:
                  - {input: person.jpg, detections: [%s]}
                """.formatted(version, expected));
        Path file = folder.resolve("detector" + PackageFile.SUFFIX);
        PackageWriter.pack(detector, file);
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            PackageSignatures.sign(opened, maker, file);
        }
        return file;
    }

    private static JsonNode post(Gateway gateway, Path file, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.address("/api/models"))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }
}
