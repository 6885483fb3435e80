package io.sluice.link.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.ResourceCriteria;
import io.sluice.api.message.TotalResourceQuery;
import io.sluice.api.message.TotalResourceReply;
import io.sluice.protocol.MessageCodec;
import io.sluice.session.http.DigestClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client that is not ours meets at the interfaces below /System. */
class SystemServletTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEVICE = "31010000001320000001";
    private static final String OTHER = "31010000001320000002";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final DigestClient digest = new DigestClient(DEVICE, "secret");
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(folder, TestNode.freePort(), Map.of("device_id", "31010000002000000001",
                "devices", new String[] {DEVICE + ":secret", OTHER + ":other"}, "body_kib", 64,
                "requests_per_second", 1, "requests_at_once", 50));
        node.answer(Resource.COMMAND, "wrong", (device, resource, body) -> {
            throw new InvalidInputException("input.field.value", "CommandIdx", "'CommandIdx' must be a number.", "");
        });
        node.answer(Resource.COMMAND, "later", (device, resource, body) -> {
            throw new UnavailableException("store.unavailable", "The database cannot be used.", "", null);
        });
        node.answer(Resource.COMMAND, "refused", (device, resource, body) -> {
            throw new RejectedException("executor.queue.full", "There is no room for it.", "", null);
        });
        node.answer(Resource.COMMAND, "absent", (device, resource, body) -> {
            throw new NotFoundException("executor.task.unknown", "There is no such task.");
        });
        node.answer(Resource.COMMAND, TotalResourceQuery.TYPE, (device, resource, body) -> {
            new MessageCodec().decodeCommand(body);
            throw new UnavailableException("store.unavailable", "The figures are away.", "", null);
        });
        node.answer(Resource.COMMAND, "broken", (device, resource, body) -> {
            throw new IllegalStateException("secret detail");
        });
        node.answer(Resource.TOTAL_RESOURCE, "", (device, resource, body) -> "{\"StatusCode\":\"0\"}".getBytes());
        digest.challenged(post("/System/Register", "{}", "").headers().allValues("WWW-Authenticate"));
    }

    @AfterEach
    void end() throws Exception {
        node.close();
    }

    @Test
    void registrationFollowsTheForm() throws Exception {
        JsonNode unknown = answer(send("POST", "/System/Keepalive", "{'KeepaliveObject':{'DeviceID':'" + DEVICE + "'}}"));
        assertEquals(4, unknown.at("/ResponseStatusObject/StatusCode").asInt());
        JsonNode registered = register();
        assertEquals(0, registered.at("/ResponseStatusObject/StatusCode").asInt(), registered.toString());
        assertTrue(registered.at("/ResponseStatusObject/LocalTime").asText().matches("[0-9]{14}"), registered.toString());
        JsonNode kept = answer(send("POST", "/System/Keepalive", "{'KeepaliveObject':{'DeviceID':'" + DEVICE + "'}}"));
        assertEquals(0, kept.at("/ResponseStatusObject/StatusCode").asInt());
        JsonNode time = answer(send("GET", "/System/Time", ""));
        assertTrue(time.at("/SystemTimeObject/LocalTime").asText().matches("[0-9]{14}"), time.toString());
        JsonNode off = answer(send("POST", "/System/UnRegister", "{'UnRegisterObject':{'DeviceID':'" + DEVICE + "'}}"));
        assertEquals(0, off.at("/ResponseStatusObject/StatusCode").asInt());
        assertEquals(403, send("PATCH", "/System/ResourceInfo/TotalResource", "{}").statusCode());
    }

    @Test
    void nobodyRegistersForAnother() throws Exception {
        JsonNode refused = answer(send("POST", "/System/Register", "{'RegisterObject':{'DeviceID':'" + OTHER + "'}}"));
        assertEquals(7, refused.at("/ResponseStatusObject/StatusCode").asInt());
        assertTrue(node.links().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST | /System/Command | x | 400 | expected JSON",
        "POST | /System/Command | [] | 400 | expected an object",
        "POST | /System/Command | {'CommandType':7} | 400 | CommandType",
        "POST | /System/Command | {'CommandType':'a','CommandType':'b'} | 400 | CommandType: expected",
        "POST | /System/Command | {'CommandType':'unheard_of'} | 404 | unheard_of",
        "POST | /System/Command | {'CommandType':'wrong','CommandIdx':7} | 400 | CommandIdx",
        "POST | /System/Command | {'CommandType':'later'} | 503 | database",
        "POST | /System/Command | {'CommandType':'broken'} | 503 | error within",
        "POST | /System/Command | {'CommandType':'refused'} | 409 | no room",
        "POST | /System/Command | {'CommandType':'absent'} | 409 | no such task",
        "POST | /System/Command | {'CommandType':'total_res_query','CommandIdx':1} | 400 | MessageBody: expected",
        "POST | /System/TaskRequest/ | {} | 404 | TaskRequest",
        "GET | /System/Command | '' | 405 | GET",
        "PATCH | /System/TaskStatus/ | [] | 404 | TaskStatus",
        "PATCH | /System/TaskStatus | [] | 404 | TaskStatus",
        "POST | /System/Nowhere | {} | 404 | no such"})
    void whatIsRefusedIsAnsweredByStatusCode1AndTheReason(
            String method, String path, String body, int status, String reason) throws Exception {
        register();
        HttpResponse<String> refused = send(method, path, body);
        assertEquals(status, refused.statusCode(), refused.body());
        JsonNode reply = JSON.readTree(refused.body());
        assertEquals("1", reply.path("StatusCode").textValue());
        assertTrue(reply.path("Message").asText().contains(reason), refused.body());
        assertTrue(!refused.body().contains("secret detail"), "an inner fault was told to a stranger");
        if (body.contains("'CommandIdx':7")) {
            assertEquals(7, reply.path("CommandIdx").asInt());
            assertEquals("wrong", reply.path("CommandType").asText());
        }
    }

    @Test
    void whatIsRefusedHasTheFormOfItsTable() throws Exception {
        register();
        TotalResourceQuery query = new TotalResourceQuery(7, ResourceCriteria.of(List.of()));
        MessageCodec codec = new MessageCodec();
        HttpResponse<String> away =
                send("POST", "/System/Command", new String(codec.encode(query), StandardCharsets.UTF_8).replace('"', '\''));
        assertEquals(503, away.statusCode());
        TotalResourceReply reply = (TotalResourceReply) codec.decodeReply(query, away.body().getBytes(StandardCharsets.UTF_8));
        assertEquals("7 FAILURE [] The figures are away.", reply.commandIdx().getAsInt() + " " + reply.statusCode() + " "
                + reply.totalResourceList() + " " + reply.message().orElseThrow());
    }

    @Test
    void whatIsTooLongIsNotRead() throws Exception {
        register();
        assertEquals(200, send("PATCH", "/System/ResourceInfo/TotalResource", "'" + "x".repeat(65_000) + "'").statusCode());
        HttpResponse<String> refused = send("PATCH", "/System/ResourceInfo/TotalResource", "'" + "x".repeat(70_000) + "'");
        assertEquals(413, refused.statusCode());
        assertTrue(refused.body().contains("65536"), refused.body());
    }

    @Test
    void aRequestSentAgainByAnotherIsRefused() throws Exception {
        register();
        String body = "{\"a\":1}";
        String header = digest.header("PATCH", "/System/ResourceInfo/TotalResource", body.getBytes()).orElseThrow();
        assertEquals(200, exchange("PATCH", "/System/ResourceInfo/TotalResource", body, header).statusCode());
        HttpResponse<String> again = exchange("PATCH", "/System/ResourceInfo/TotalResource", body, header);
        assertEquals(401, again.statusCode());
        assertTrue(again.body().contains("sent before"), again.body());
    }

    @Test
    void aFloodIsHeldBackThenShutOutAndTold() throws Exception {
        register();
        int limited = 0;
        for (int i = 0; i < 620 && node.code(DEVICE + " (flood)").isEmpty(); i++) {
            limited += send("GET", "/System/Time", "").statusCode() == 429 ? 1 : 0;
        }
        assertTrue(limited >= 500, "shut out after " + limited);
        assertEquals("link.quarantined", node.code(DEVICE + " (flood)"));
        HttpResponse<String> shut = send("GET", "/System/Time", "");
        assertEquals(429, shut.statusCode());
        assertTrue(shut.body().contains("Shut out"), shut.body());
        DigestClient other = new DigestClient(OTHER, "other");
        other.challenged(post("/System/Register", "{}", "").headers().allValues("WWW-Authenticate"));
        assertEquals(200, exchange("GET", "/System/Time", "", other.header("GET", "/System/Time", new byte[0]).orElseThrow())
                .statusCode(), "somebody else pays for it");
    }

    private JsonNode register() throws Exception {
        return answer(send("POST", "/System/Register", "{'RegisterObject':{'DeviceID':'" + DEVICE + "'}}"));
    }

    private static JsonNode answer(HttpResponse<String> response) throws Exception {
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        String json = body.replace('\'', '"');
        return exchange(method, path, json,
                digest.header(method, path, json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    private HttpResponse<String> post(String path, String body, String authorization) throws Exception {
        return exchange("POST", path, body, authorization);
    }

    private HttpResponse<String> exchange(String method, String path, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port + path))
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
