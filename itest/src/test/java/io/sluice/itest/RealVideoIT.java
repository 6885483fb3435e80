package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Assets;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Ffmpeg;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import io.sluice.itest.harness.WatchPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on real pictures: a foreign server plays real videos, real models look at them, a browser watches. */
class RealVideoIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration UNTIL_SEEN = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static ForeignRtspServer server;
    private static Path persons;
    private static Path bottles;

    @BeforeAll
    static void start() throws Exception {
        persons = Assets.require("videos/one-by-one-person-detection.mp4");
        bottles = Assets.require("videos/bottle-detection.mp4");
        Path data = folder.resolve("data");
        Models.fastestDet(data);
        Models.faces(data, "slim-320");
        Models.faces(data, "RFB-320");
        server = ForeignRtspServer.start(
                ForeignRtspServer.file("/persons", persons), ForeignRtspServer.file("/bottles", bottles));
        gateway = Gateway.start(data);
        gateway.put("persons", camera("persons", "fastestdet", "faces-slim-320", "faces-rfb-320"));
        gateway.put("bottles", camera("bottles", "fastestdet"));
        for (String id : List.of("persons", "bottles")) {
            gateway.awaitHealth("camera", id, SOON, "OK");
            gateway.awaitHealth("recorder", id, SOON, "OK");
            gateway.awaitHealth("analysis", id + "/fastestdet", SOON, "OK");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void personsAndBottlesAreFound() throws Exception {
        JsonNode person = awaitResult("persons", "person");
        assertEquals("fastestdet", person.path("model").asText());
        assertEquals("1.0.0", person.path("modelVersion").asText());
        JsonNode box = person.at("/detections/0/box");
        assertTrue(box.path("width").asDouble() > 0.02 && box.path("height").asDouble() > 0.1, person.toString());
        assertTrue(person.at("/detections/0/trackId").isIntegralNumber(), person.toString());
        awaitResult("bottles", "bottle");
    }

    @Test
    void theFaceModelsRunBesideIt() throws Exception {
        for (String model : List.of("faces-slim-320", "faces-rfb-320")) {
            gateway.awaitHealth("analysis", "persons/" + model, SOON, "OK");
            Await.until(model + " reports", UNTIL_SEEN, () -> gateway
                    .get("/api/results?camera=persons&order=desc&limit=200").path("results").findValuesAsText("model").contains(model));
        }
    }

    @Test
    void theRecordingIsTheSourceToTheByte() throws Exception {
        List<String> source = Ffmpeg.packetDigests(persons);
        Path segment = Await.value("a segment is complete", Duration.ofSeconds(60), () -> {
            List<Path> segments = segments("persons");
            return segments.size() > 1 ? segments.get(0) : null;
        });
        List<String> recorded = Ffmpeg.packetDigests(segment);
        assertTrue(recorded.size() > 50, "only " + recorded.size() + " pictures in " + segment);
        assertTrue(Ffmpeg.place(recorded, source) >= 0, "the recorded pictures are not the source's, in its order");
        assertEquals("", Ffmpeg.complaints(segment));
        assertEquals("768,432", Ffmpeg.size(segment));
    }

    @Test
    void theBrowserShowsItLiveWithBoxesAndPlaysBack() throws Exception {
        awaitResult("persons", "person");
        try (WatchPage page = new WatchPage(gateway, folder.resolve("browser"))) {
            page.awaitLive("persons");
            page.awaitLive("bottles");
            page.awaitBoxes("persons", UNTIL_SEEN);
            JsonNode span = gateway.get("/api/recordings/persons").path("spans").get(0);
            page.playBack("persons", Instant.parse(span.path("start").asText()).plusSeconds(2));
        }
    }

    private static JsonNode awaitResult(String camera, String label) {
        return Await.value("a " + label + " is found", UNTIL_SEEN, () -> gateway
                .get("/api/results?camera=" + camera + "&label=" + label + "&limit=1").path("results").get(0));
    }

    private static String camera(String id, String... models) {
        StringBuilder analyses = new StringBuilder();
        for (String model : models) {
            analyses.append(analyses.isEmpty() ? "" : ",")
                    .append("{\"model\": \"").append(model).append("\", \"framesPerSecond\": 5}");
        }
        return "{\"id\": \"" + id + "\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \"" + server.address("/" + id)
                + "\"}}, \"analyses\": [" + analyses + "]}";
    }

    private static List<Path> segments(String camera) throws IOException {
        try (Stream<Path> files = Files.walk(gateway.data().resolve("recordings/" + camera))) {
            return files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
        }
    }
}
