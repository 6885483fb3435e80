package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.algorithm.sign.KeyKind;
import io.sluice.algorithm.sign.Pem;
import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.algorithm.sign.PublicKey;
import io.sluice.models.internal.peer.PeerLink;
import io.sluice.models.internal.store.PackageFixture;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways, each with its own framework, disk and server, and a link between them that breaks. */
class SyncIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> BUNDLES = List.of("bcprov", "io.sluice.models-0.1.0.jar");
    private static final int LARGE = 3_000_000;

    @TempDir
    Path root;

    private RestGateway centre;
    private RestGateway edge;

    @BeforeEach
    void start() throws Exception {
        centre = gateway("centre");
        edge = gateway("edge");
        pin("edge", "centre");
        pin("centre", "edge");
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
        centre.close();
    }

    @Test
    void fetchesWhatIsMissingOverALinkThatBreaks() throws Exception {
        Path file = new PackageFixture().padding(LARGE).write(root);
        add(centre, file);
        add(centre, new PackageFixture().id("small").write(root));
        try (CutLink link = new CutLink(centre.port(), LARGE / 3, 2)) {
            sync(edge, link, Map.of("pull", true));
            TestFramework.await("both are there", () -> versions(edge).equals(List.of("joints 1.0", "small 1.0")));
            assertEquals(0, link.cutsLeft(), "the link was cut twice");
            assertTrue(link.carried() < 2L * LARGE, "it was gone on with, not begun anew: " + link.carried());
        }
        assertEquals("joints", JSON.readTree(edge.get("/api/models").body()).at("/0/id").asText());
        HttpResponse<byte[]> copy = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + "/api/models/packages/" + digest(edge)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(-1, Arrays.mismatch(Files.readAllBytes(file), copy.body()), "the same file, byte by byte");
    }

    @Test
    void sendsWhatIsMissingOverALinkThatBreaks() throws Exception {
        add(edge, new PackageFixture().padding(LARGE).write(root));
        try (CutLink link = new CutLink(centre.port(), LARGE / 3, 2)) {
            sync(edge, link, Map.of("pull", false, "push", true));
            TestFramework.await("it is there", () -> versions(centre).equals(List.of("joints 1.0")));
            assertEquals(0, link.cutsLeft(), "the link was cut twice");
            assertTrue(link.carried() < 2L * LARGE, "it was gone on with, not begun anew: " + link.carried());
        }
        assertEquals(digest(edge), digest(centre));
    }

    @Test
    void leavesWhatEachSideHasOfItsOwn() throws Exception {
        add(centre, new PackageFixture().version("1").write(root));
        add(edge, new PackageFixture().version("1").padding(400).write(root));
        add(centre, new PackageFixture().version("2").write(root));
        add(edge, new PackageFixture().version("3").write(root));
        String own = contents(edge);
        try (CutLink link = new CutLink(centre.port(), Long.MAX_VALUE, 0)) {
            sync(edge, link, Map.of("pull", true, "push", true));
            TestFramework.await("the other versions are exchanged", () ->
                    versions(edge).containsAll(List.of("joints 1", "joints 2", "joints 3"))
                            && versions(centre).containsAll(List.of("joints 1", "joints 2", "joints 3")));
        }
        assertTrue(contents(edge).contains(own.substring(0, 64)), "one's own version 1 stays");
        assertEquals(3, versions(edge).size());
    }

    @Test
    void exchangesOnlyWithWhomItKnowsAndTriesAgainOnceItDoes() throws Exception {
        configure(centre, "io.sluice.models", Map.of("signatures", "IF_PRESENT", "open.on.loopback", false));
        TestFramework.await("closed", () -> status(centre) == 401);
        assertEquals("model.peer.unsigned", code(centre.get("/api/models/packages")));
        TestFramework.await("import", () -> imported(centre, uncheckedPackage()));
        Path pinned = root.resolve("centre/etc/peers/edge.pem");
        String edgeKey = Files.readString(pinned);
        Files.writeString(pinned, PrivateKey.generate(KeyKind.ED25519).publicPem());
        try (CutLink link = new CutLink(centre.port(), Long.MAX_VALUE, 0)) {
            sync(edge, link, Map.of("pull", true));
            TestFramework.await("the edge is not believed", () -> syncStatus().contains("models.sync.unproven")
                    && syncStatus().contains("No gateway with the key"));
            Files.writeString(pinned, edgeKey);
            TestFramework.await("it is once its key is there", () -> versions(edge).equals(List.of("joints 1.0")));
            // And the other way round: the edge does not believe an answer by another key.
            Files.writeString(root.resolve("edge/etc/peers/centre.pem"), PrivateKey.generate(KeyKind.ED25519).publicPem());
            TestFramework.await("the centre is not believed", () -> syncStatus().contains("models.sync.unproven")
                    && syncStatus().contains("is meant for the gateway with the key"));
        }
    }

    @Test
    void keepsNothingOfABodyThatWasAltered() throws Exception {
        byte[] whole = Files.readAllBytes(new PackageFixture().padding(400).write(root));
        byte[] altered = whole.clone();
        altered[whole.length / 2] ^= 1;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        String path = "/api/models/uploads/" + HexFormat.of().formatHex(digest.digest(whole));
        URI address = URI.create("http://127.0.0.1:" + centre.port() + path);
        PrivateKey maker = PrivateKey.generate(KeyKind.ED25519);
        Files.writeString(root.resolve("centre/etc/peers/third.pem"), maker.publicPem());
        PublicKey pinned = Pem.publicKeys(Files.readString(root.resolve("centre/identity/gateway.pem"))).get(0);
        PeerLink link = new PeerLink(maker, pinned, Clock.systemUTC());
        assertEquals(401, patched(link, address, whole, altered).statusCode());
        assertEquals("model.peer.body", code(patched(link, address, whole, altered)));
        assertEquals(0, JSON.readTree(centre.get(path).body()).get("offset").asInt());
        assertEquals(201, patched(link, address, whole, whole).statusCode());
    }

    private static HttpResponse<String> patched(PeerLink link, URI address, byte[] signed, byte[] sent) throws Exception {
        Map<String, String> headers = Map.of(
                "Content-Digest", PeerLink.digest(MessageDigest.getInstance("SHA-256").digest(signed)),
                "Content-Type", "application/zip", "Upload-Offset", "0", "Upload-Length", String.valueOf(signed.length));
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(sent));
        headers.forEach(request::header);
        link.sign(request, "PATCH", address, headers);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Path uncheckedPackage() {
        try {
            return new PackageFixture().write(root);
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private String syncStatus() {
        try {
            for (JsonNode status : JSON.readTree(edge.get("/api/status").body())) {
                if (status.toString().contains("model-sync")) {
                    return status.toString();
                }
            }
            return "";
        } catch (Exception notYet) {
            return "";
        }
    }

    private static String code(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body()).path("code").asText();
    }

    /** Makes one gateway known to another. */
    private void pin(String whose, String where) throws IOException {
        Path peers = Files.createDirectories(root.resolve(where).resolve("etc/peers"));
        Files.copy(root.resolve(whose).resolve("identity/gateway.pem"), peers.resolve(whose + ".pem"));
    }

    private RestGateway gateway(String name) throws Exception {
        Path data = Files.createDirectories(root.resolve(name));
        RestGateway gateway = new RestGateway(Map.of("sluice.data", data.toString()), BUNDLES);
        // This test looks at both without a key; the gateways themselves sign.
        configure(gateway, "io.sluice.models", Map.of("signatures", "IF_PRESENT", "open.on.loopback", true));
        TestFramework.await("store of " + name, () -> status(gateway) == 200);
        return gateway;
    }

    private static void sync(RestGateway gateway, CutLink link, Map<String, Object> more) throws Exception {
        Hashtable<String, Object> values = new Hashtable<>(more);
        values.put("url", link.address());
        values.putIfAbsent("peer", "centre");
        values.put("period.seconds", 1);
        values.put("pause.millis", 10);
        configure(gateway, "io.sluice.models.sync", values);
    }

    private static void configure(RestGateway gateway, String pid, Map<String, Object> values) throws Exception {
        gateway.configure(pid, new Hashtable<>(values));
    }

    /** The store comes anew when its configuration does. */
    private static void add(RestGateway gateway, Path file) throws Exception {
        TestFramework.await("import of " + file, () -> imported(gateway, file));
    }

    private static boolean imported(RestGateway gateway, Path file) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/api/models"))
                    .header("Content-Type", "application/zip")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 201;
        } catch (Exception notYet) {
            return false;
        }
    }

    private static int status(RestGateway gateway) {
        try {
            return gateway.get("/api/models/packages").statusCode();
        } catch (Exception notYet) {
            return 0;
        }
    }

    private static JsonNode list(RestGateway gateway) {
        try {
            return JSON.readTree(gateway.get("/api/models/packages").body());
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }

    private static List<String> versions(RestGateway gateway) {
        return list(gateway).findValuesAsText("id").isEmpty() ? List.of()
                : StreamSupport.stream(list(gateway).spliterator(), false)
                        .map(one -> one.get("id").asText() + " " + one.get("version").asText())
                        .sorted()
                        .toList();
    }

    private static String digest(RestGateway gateway) {
        return list(gateway).get(0).get("sha256").asText();
    }

    private static String contents(RestGateway gateway) {
        return String.join(" ", list(gateway).findValuesAsText("content"));
    }
}
