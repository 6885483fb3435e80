package io.sluice.runner.features.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import io.sluice.runner.features.internal.library.LibraryWatch;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resource as a container calls it, without one. */
class LibrariesServletTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private FeatureLibraries libraries;
    private LibrariesServlet servlet;

    private record Answer(int status, JsonNode body, Map<String, String> headers) {}

    @BeforeEach
    void open() throws Exception {
        libraries = new FeatureLibraries(folder, Clock.systemUTC(), LibraryWatch.NONE);
        servlet = new LibrariesServlet(libraries);
        assertEquals(201, call("POST", "", "{\"name\": \"persons\", \"dimension\": 2, \"mostEntries\": 100}").status());
    }

    @AfterEach
    void close() {
        libraries.close();
    }

    @Test
    void anOperatorStoresSearchesListsAndRemoves() throws Exception {
        Answer stored = call("POST", "/persons/entries", """
                {"entries": [{"id": "ann", "label": "Ann", "device": "gate", "time": "2026-01-31T08:00:00Z",
                  "attributes": {"card": "17"}, "vector": [1, 0]}, {"vector": [0, 1]}]}""");
        assertEquals(200, stored.status(), stored.toString());
        assertEquals("ann", stored.body().at("/stored/0").asText());
        JsonNode found = call("POST", "/persons/search", """
                {"vector": [1, 0.1], "topK": 5, "leastScore": 0.9, "labels": ["Ann"], "device": "gate",
                 "from": "2026-01-31T00:00:00Z", "to": "2026-02-01T00:00:00Z"}""").body().path("candidates");
        assertEquals(1, found.size());
        assertEquals("17", found.at("/0/attributes/card").asText());
        assertEquals(0.995037, found.at("/0/score").asDouble());
        JsonNode info = call("GET", "/persons", "").body();
        assertEquals(2, info.path("entries").asInt());
        assertEquals(2, info.path("dimension").asInt());
        assertTrue(info.path("bytes").asInt() > 0);
        assertEquals(2, call("GET", "/persons/entries", "").body().path("entries").size());
        assertEquals(204, call("DELETE", "/persons/entries/ann", "").status());
        assertEquals(404, call("DELETE", "/persons/entries/ann", "").status());
        assertEquals(202, call("POST", "/persons/compact", "{}").status());
        assertEquals(1, call("GET", "", "").body().size());
        assertEquals(204, call("DELETE", "/persons", "").status());
        assertEquals(404, call("GET", "/persons", "").status());
        assertEquals(0, call("GET", "", "").body().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST||{}|400|input.field.missing",
        "POST||{\"name\": \"Up\", \"dimension\": 2}|400|feature.library.name",
        "POST||{\"name\": \"x\", \"dimension\": 2, \"colour\": 1}|400|input.field.unknown",
        "POST||{\"name\": \"persons\", \"dimension\": 2}|422|feature.library.exists",
        "POST||{\"name\": \"x\", \"name\": \"y\"}|400|http.json",
        "POST||nonsense|400|http.json",
        "POST|/persons/entries|{\"entries\": []}|400|input.field.value",
        "POST|/persons/entries|{\"entries\": [{\"vector\": [1]}]}|400|input.field.value",
        "POST|/persons/entries|{\"entries\": [{\"vector\": [1, \"2\"]}]}|400|input.field.type",
        "POST|/persons/entries|{\"entries\": [{\"vector\": [0, 0]}]}|400|feature.vector.zero",
        "POST|/persons/entries|{\"entries\": [{\"vector\": [0, 1], \"time\": \"noon\"}]}|400|input.field.value",
        "POST|/persons/search|{\"vector\": [0, 1], \"topK\": 0}|400|input.field.value",
        "POST|/nobody/search|{\"vector\": [0, 1]}|404|feature.library.unknown",
        "GET|/persons/elsewhere|''|404|http.path",
        "DELETE||''|405|http.method",
        "PUT|/persons|{}|405|http.method"})
    void whatIsWrongIsAnsweredWithAProblem(String method, String path, String body, int status, String code) throws Exception {
        Answer answer = call(method, path == null ? "" : path, body);
        assertEquals(status, answer.status(), answer.toString());
        assertEquals(code, answer.body().path("code").asText(), answer.toString());
        assertEquals(0, libraries.require("persons").info().entries());
    }

    private Answer call(String method, String path, String body) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> headers = new HashMap<>();
        int[] status = {200};
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpServletRequest request = proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getMethod" -> method;
            case "getPathInfo" -> path.isEmpty() ? null : path;
            case "getContentType" -> "application/json";
            case "getInputStream" -> new Input(new ByteArrayInputStream(bytes));
            default -> null;
        });
        HttpServletResponse response = proxy(HttpServletResponse.class, (name, arguments) -> {
            switch (name) {
                case "setStatus" -> status[0] = (int) arguments[0];
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "isCommitted" -> {
                    return false;
                }
                case "getOutputStream" -> {
                    return new Output(out);
                }
                default -> { }
            }
            return null;
        });
        servlet.service(request, response);
        return new Answer(status[0], JSON.readTree(out.toByteArray()), headers);
    }

    private interface Behaviour {
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.of(method.getName(), arguments)));
    }

    private static final class Input extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Input(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("read at once");
        }
    }

    private static final class Output extends ServletOutputStream {

        private final ByteArrayOutputStream bytes;

        Output(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("written at once");
        }
    }
}
