package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import io.sluice.itest.harness.WatchPage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One box with dozens of algorithms, made of the building blocks of the product; half of them at work on three cameras. */
class ManyAlgorithmsIT {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final List<String> CAMERAS = List.of("yard", "gate", "quay");
    private static final int AT_WORK = 12;

    /** What is done to a picture before it is looked at, by a name. */
    private static final Map<String, String> BEFORE = new LinkedHashMap<>();
    /** What looks at it. */
    private static final Map<String, String> LOOKING = new LinkedHashMap<>();

    static {
        BEFORE.put("plain", "");
        BEFORE.put("median", "{id: before, operator: denoise, arguments: {method: median}}");
        BEFORE.put("bilateral", "{id: before, operator: denoise, arguments: {method: bilateral, strength: 0.3}}");
        BEFORE.put("temporal", "{id: before, operator: denoise, arguments: {method: temporal, strength: 0.4}}");
        BEFORE.put("dehazed", "{id: before, operator: dehaze}");
        BEFORE.put("turned", "{id: before, operator: geometry, arguments: {turn: 90}}");
        BEFORE.put("cropped",
                "{id: before, operator: geometry, arguments: {crop: {x: 0.1, y: 0.1, width: 0.8, height: 0.8}}}");
        LOOKING.put("joints", "{id: look, model: net%s}");
        LOOKING.put("mog2", "{id: look, operator: background-subtraction, arguments: {method: mog2}%s}");
        LOOKING.put("knn", "{id: look, operator: background-subtraction, arguments: {method: knn}%s}");
        LOOKING.put("dial", "{id: look, operator: gauge, arguments: {centre: {x: 0.5, y: 0.5}, radius: 0.4,"
                + " leastConfidence: 0, scale: [{angle: -135, value: 0}, {angle: 135, value: 10}]}%s}");
    }

    @TempDir
    private Path folder;

    @Test
    void dozensAreThereAndManyAreAtWorkAndTheirAlarmsAreSeen() throws Exception {
        Path data = folder.resolve("data");
        List<String> algorithms = new ArrayList<>();
        for (String before : BEFORE.keySet()) {
            for (String looking : LOOKING.keySet()) {
                algorithms.add(install(data, before, looking));
            }
        }
        assertTrue(algorithms.size() >= 24);
        try (ForeignRtspServer server = ForeignRtspServer.start(
                        CAMERAS.stream().map(camera -> ForeignRtspServer.testPicture("/" + camera)).toArray(String[]::new));
                Gateway gateway = Gateway.start(data)) {
            Await.until("all algorithms are offered", SOON, () -> ids(gateway.get("/api/models")).containsAll(algorithms));
            CompletableFuture<String> alarm = CompletableFuture.supplyAsync(() -> firstAlarm(gateway));

            // Each building block is at work at least once: as many of each kind of look as there are cameras.
            List<String> atWork = new ArrayList<>();
            for (int number = 0; number < AT_WORK; number++) {
                atWork.add(algorithms.get(number * algorithms.size() / AT_WORK + number % 2));
            }
            assertEquals(AT_WORK, Set.copyOf(atWork).size());
            for (int camera = 0; camera < CAMERAS.size(); camera++) {
                analyse(gateway, server, CAMERAS.get(camera), atWork.subList(camera * 4, camera * 4 + 4));
            }
            for (int number = 0; number < AT_WORK; number++) {
                String camera = CAMERAS.get(number / 4);
                gateway.awaitHealth("analysis", camera + "/" + atWork.get(number), SOON, "OK");
            }
            for (String camera : CAMERAS) {
                Set<String> wanted = Set.copyOf(atWork.subList(CAMERAS.indexOf(camera) * 4, CAMERAS.indexOf(camera) * 4 + 4));
                Await.until("each algorithm of " + camera + " tells results", SOON, () ->
                        Set.copyOf(results(gateway, camera).findValuesAsText("model")).containsAll(wanted));
                gateway.awaitHealth("recorder", camera, SOON, "OK");
            }
            assertTrue(alarm.get(SOON.toSeconds(), TimeUnit.SECONDS).contains("\"place\":\"middle\""));
            JsonNode crossings = gateway.get("/api/results?crossings=true&limit=5").path("results");
            assertTrue(crossings.size() > 0, "the alarm is not stored");
            try (WatchPage page = new WatchPage(gateway, folder.resolve("browser"))) {
                page.awaitResult(crossings.at("/0/camera").asText(), crossings.at("/0/crossings/0/label").asText(), SOON);
                page.screenshot(Path.of("target/screenshots/many-algorithms.png"));
                assertEquals(List.of(), page.complaints());
            }
            assertEquals(200, gateway.send("GET", "/system/health", null).statusCode());
        }
    }

    private static Set<String> ids(JsonNode models) {
        return StreamSupport.stream(models.spliterator(), false).map(model -> model.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static JsonNode results(Gateway gateway, String camera) throws Exception {
        return gateway.get("/api/results?camera=" + camera + "&order=desc&limit=200").path("results");
    }

    /** What moves across the middle of the picture raises an alarm; every algorithm looks twice a second. */
    private static void analyse(Gateway gateway, ForeignRtspServer server, String camera, List<String> algorithms)
            throws Exception {
        String analyses = algorithms.stream().map(algorithm -> """
                {"model": "%s", "framesPerSecond": 2, "lines": [{"name": "middle", "start": {"x": 0.5, "y": 1},
                "end": {"x": 0.5, "y": 0}}]}""".formatted(algorithm)).collect(Collectors.joining(","));
        gateway.put(camera, "{\"id\": \"" + camera + "\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/" + camera) + "\"}}, \"analyses\": [" + analyses + "]}");
    }

    /** The first event with a crossing that followers are told. */
    private static String firstAlarm(Gateway gateway) {
        HttpRequest request = HttpRequest.newBuilder(gateway.address("/api/events?topics=result")).build();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> line.startsWith("data:") && line.contains("\"crossings\":[{")).findFirst()
                    .orElse("");
        } catch (Exception away) {
            throw new IllegalStateException(away);
        }
    }

    /** A chain of what is done before and what looks, as an owner drops it into the folder of models. */
    private static String install(Path data, String before, String looking) throws Exception {
        String id = looking + "-" + before;
        Path into = Models.folder(data, id);
        Path shipped = Gateway.DISTRIBUTION.resolve("models/solder-joints");
        String manifest = Files.readString(shipped.resolve("algorithm.yaml"));
        StringBuilder text = new StringBuilder("id: " + id + "\nname: " + id + "\nversion: 1.0.0\nlicence: Apache-2.0\n");
        if (looking.equals("joints")) {
            Files.copy(shipped.resolve("model.onnx"), into.resolve("model.onnx"));
            text.append("models:\n  - id: net\n");
            manifest.lines().filter(line -> line.matches("^(family|input|labels|thresholds|  .*):?.*"))
                    .forEach(line -> text.append("    ").append(line).append('\n'));
            text.append("    variants:\n      - {format: onnx, precision: float32, file: model.onnx}\n");
        } else {
            text.append("labels: [moving]\n");
        }
        String input = BEFORE.get(before).isEmpty() ? "" : ", input: before";
        text.append("stages:\n");
        if (!input.isEmpty()) {
            text.append("  - ").append(BEFORE.get(before)).append('\n');
        }
        text.append("  - ").append(LOOKING.get(looking).formatted(input)).append('\n');
        Files.writeString(into.resolve("algorithm.yaml"), text.toString());
        return id;
    }
}
