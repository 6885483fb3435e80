package io.sluice.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleServletTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static FakeGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new FakeGateway();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"/,watch/", "/watch,watch/"})
    void leadsToThePage(String path, String location) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(302, response.statusCode());
        assertEquals(location, header(response, "Location"));
    }

    @Test
    void everyFileThePageNamesIsThere() throws Exception {
        HttpResponse<String> page = get("/watch/");
        assertEquals("text/html;charset=utf-8", header(page, "Content-Type").toLowerCase().replace(" ", ""));
        Matcher files = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(page.body());
        int found = 0;
        while (files.find()) {
            assertEquals(200, get("/watch/" + files.group(1)).statusCode(), files.group(1));
            found++;
        }
        assertTrue(found > 8, "files named: " + found);
        assertEquals(200, get("/watch/lib/hls.light.min.js").statusCode());
    }

    @Test
    void keepsForeignContentOut() throws Exception {
        HttpResponse<String> page = get("/watch/");
        assertTrue(header(page, "Content-Security-Policy").startsWith("default-src 'self'; media-src 'self' blob:"));
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        assertEquals("no-referrer", header(page, "Referrer-Policy"));
    }

    @Test
    void isAskedForAgainAfterAnUpdateOnly() throws Exception {
        HttpResponse<String> first = get("/watch/js/main.js");
        assertEquals("no-cache", header(first, "Cache-Control"));
        assertEquals("text/javascript;charset=utf-8", header(first, "Content-Type").toLowerCase().replace(" ", ""));
        String tag = header(first, "ETag");
        assertEquals(304, conditional("/watch/js/main.js", tag).statusCode());
        assertEquals(304, conditional("/watch/js/main.js", "\"other\", W/" + tag).statusCode());
        assertEquals(200, conditional("/watch/js/main.js", "\"other\"").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/watch/nothing.js", "/watch/js/", "/watch/js", "/watch/../OSGI-INF/x.xml", "/watch/%2e%2e/META-INF/MANIFEST.MF",
        "/watch/js/main.js/", "/watch//js/main.js", "/watch/index.class", "/elsewhere"
    })
    void hasNothingElse(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertTrue(response.statusCode() == 404 || response.statusCode() == 400, path + " " + response.statusCode());
        assertTrue(!response.body().contains("import "), path);
    }

    @Test
    void takesNoOtherMethods() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri("/watch/"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD", header(response, "Allow"));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(gateway.uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> conditional(String path, String tags) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri(path)).header("If-None-Match", tags).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
