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
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner imports an algorithm, uses it, updates it, pulls the plug and goes back to the version before. */
class AlgorithmPackageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void fromImportToRollBack() throws Exception {
        PrivateKey maker = PrivateKey.generate(KeyKind.ED25519);
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/bench"));
                Gateway gateway = Gateway.start(folder.resolve("data"))) {
            Path first = pack("1");
            refused(422, "package.signature.missing", post(gateway, first));
            sign(first, maker);
            refused(422, "package.signature.untrusted", post(gateway, first));
            Path trusted = Files.createDirectories(gateway.data().resolve("etc/trusted"));
            Files.writeString(trusted.resolve("maker.pem"), maker.publicPem());
            JsonNode imported = imported(post(gateway, first));
            assertEquals("maker", imported.path("signer").asText());
            assertEquals(0, imported.path("algStatus").asInt());
            assertEquals("model.onnx on cpu-0: loads and runs; there are no test vectors of tensors",
                    imported.path("tests").path(0).asText());

            gateway.put("bench", "{\"id\": \"bench\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                    + server.address("/bench") + "\"}}, \"analyses\": [{\"model\": \"packed\"}]}");
            gateway.awaitHealth("analysis", "bench/packed", SOON, "OK");
            Path second = pack("2");
            sign(second, maker);
            assertEquals(1, imported(post(gateway, second)).path("algStatus").asInt(), "the active one stays");
            act(gateway, "activate", "{\"version\": \"2\"}");
            assertEquals("2", gateway.get("/api/models/packed").path("version").asText());
            gateway.awaitHealth("analysis", "bench/packed", SOON, "OK");

            gateway.kill();
            gateway.launch();
            gateway.awaitHealthy();
            Await.until("version 2 after the plug was pulled", SOON, () ->
                    gateway.get("/api/models/packed").path("version").asText().equals("2"));
            gateway.awaitHealth("analysis", "bench/packed", SOON, "OK");
            act(gateway, "rollback", "{}");
            assertEquals("1", gateway.get("/api/models/packed").path("version").asText());
            assertEquals(2, gateway.get("/api/models/packed/versions").size());
            gateway.awaitHealth("analysis", "bench/packed", SOON, "OK");
        }
    }

    /** The shipped algorithm under another name. */
    private Path pack(String version) throws IOException {
        Path shipped = Gateway.DISTRIBUTION.resolve("models/solder-joints");
        Path copy = Files.createDirectories(folder.resolve("packed-" + version));
        Files.copy(shipped.resolve("model.onnx"), copy.resolve("model.onnx"));
        Files.writeString(copy.resolve("algorithm.yaml"), Files.readString(shipped.resolve("algorithm.yaml"))
                .replaceFirst("(?m)^id: .*$", "id: packed")
                .replaceFirst("(?m)^version: .*$", "version: '" + version + "'"));
        Path file = folder.resolve("packed-" + version + PackageFile.SUFFIX);
        PackageWriter.pack(copy, file);
        return file;
    }

    private static void sign(Path file, PrivateKey key) throws IOException {
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            PackageSignatures.sign(opened, key, file);
        }
    }

    private static HttpResponse<String> post(Gateway gateway, Path file) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.address("/api/models"))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode imported(HttpResponse<String> response) throws IOException {
        assertEquals(201, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private static void refused(int status, String code, HttpResponse<String> response) throws IOException {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(code, JSON.readTree(response.body()).path("code").asText());
    }

    private static void act(Gateway gateway, String what, String body) throws Exception {
        HttpResponse<String> response = gateway.send("POST", "/api/models/packed/" + what, body);
        assertTrue(response.statusCode() < 300, response.body());
    }
}
