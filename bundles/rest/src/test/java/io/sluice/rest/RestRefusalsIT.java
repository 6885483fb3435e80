package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and how: always a problem of RFC 9457. */
class RestRefusalsIT extends RestCase {

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
}
