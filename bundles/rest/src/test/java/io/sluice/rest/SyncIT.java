package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.models.internal.store.PackageFixture;
import io.sluice.support.testing.TestFramework;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
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

    private RestGateway gateway(String name) throws Exception {
        Path data = Files.createDirectories(root.resolve(name));
        RestGateway gateway = new RestGateway(Map.of("sluice.data", data.toString()), BUNDLES);
        configure(gateway, "io.sluice.models", Map.of("signatures", "IF_PRESENT"));
        TestFramework.await("store of " + name, () -> status(gateway) == 200);
        return gateway;
    }

    private static void sync(RestGateway gateway, CutLink link, Map<String, Object> more) throws Exception {
        Hashtable<String, Object> values = new Hashtable<>(more);
        values.put("url", link.address());
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
