package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Gateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed input at every endpoint: 4xx and a problem of RFC 9457, never a stack trace, and the gateway unharmed. */
class RestIT {

    @TempDir
    private static Path folder;

    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = Gateway.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            assertEquals(200, gateway.send("GET", "/system/health", null).statusCode());
        } finally {
            gateway.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /api/cameras                                       | {                                    | 400
            POST   | /api/cameras                                       | []                                   | 400
            POST   | /api/cameras                                       | {"id": "a"}                          | 400
            POST   | /api/cameras                                       | {"id": "../x", "source": {"driver": "file"}} | 400
            POST   | /api/cameras                                       | {"id": "a", "source": {"driver": "laser"}} | 400
            POST   | /api/cameras                                       | {"id": "a", "source": {"driver": "rtsp", "settings": {"url": "http://x"}}} | 400
            POST   | /api/cameras                                       | {"id": "a", "source": {"driver": "rtsp", "settings": {"url": "rtsp://x/"}}, "colour": 1} | 400
            PUT    | /api/cameras/a                                     | {"id": "b", "source": {"driver": "rtsp", "settings": {"url": "rtsp://x/"}}} | 400
            PUT    | /api/cameras/a                                     | nothing                              | 400
            PATCH  | /api/cameras/a                                     | {}                                   | 405
            GET    | /api/cameras/nobody                                |                                      | 404
            DELETE | /api/cameras/nobody                                |                                      | 404
            DELETE | /api/status                                        |                                      | 405
            GET    | /api/results?limit=many                            |                                      | 400
            GET    | /api/results?limit=0                               |                                      | 400
            GET    | /api/results?from=yesterday                        |                                      | 400
            GET    | /api/results?order=sideways                        |                                      | 400
            GET    | /api/results?after=-x                              |                                      | 400
            POST   | /api/results                                       | {}                                   | 405
            GET    | /api/events?topics=gossip                          |                                      | 400
            PUT    | /api/models                                        | {}                                   | 405
            POST   | /api/streams                                       | {}                                   | 405
            POST   | /api/drivers                                       | {}                                   | 405
            GET    | /api/recordings/gate/playlist.m3u8                 |                                      | 400
            GET    | /api/recordings/gate/playlist.m3u8?from=1&to=2     |                                      | 400
            GET    | /api/recordings/..%2f..%2fetc/playlist.m3u8        |                                      | 400
            GET    | /api/recordings/segments/x.mp4                     |                                      | 404
            GET    | /api/recordings/segments/999999.mp4                |                                      | 404
            GET    | /api/recordings/gate?from=then                     |                                      | 400
            DELETE | /api/recordings                                    |                                      | 405
            GET    | /api/nothing                                       |                                      | 404
            GET    | /api/                                              |                                      | 404
            """)
    void isAnsweredByAProblem(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> response = gateway.send(method, path, body);
        String all = method + " " + path + " -> " + response.statusCode() + " " + response.body();
        assertEquals(status, response.statusCode(), all);
        assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json"), all);
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertEquals(status, problem.path("status").asInt(), all);
        assertFalse(problem.path("detail").asText().isEmpty(), all);
        assertFalse(response.body().contains("\tat ") || response.body().contains("Exception"), all);
    }

    @Test
    void aBodyBeyondMeasureIsRefused() throws Exception {
        HttpResponse<String> response = gateway.send("POST", "/api/cameras", "{\"id\": \"" + "a".repeat(200_000) + "\"}");
        assertEquals(413, response.statusCode(), response.body());
    }

    @Test
    void whatWasAcknowledgedSurvivesAKill() throws Exception {
        Path data = folder.resolve("killed");
        try (Gateway first = Gateway.start(data)) {
            first.put("a", "{\"id\": \"a\", \"source\": {\"driver\": \"file\", \"settings\": {\"path\": \"/nowhere.mp4\"}}}");
            first.kill();
        }
        try (Gateway second = Gateway.start(data)) {
            assertEquals("a", second.get("/api/cameras/a").path("id").asText());
        }
    }
}
