package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Ffmpeg;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up; the gateway is killed in the middle of a recording. */
class StorageFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void aFullDiskStopsTheRecordingOnlyAndItComesBackByItself() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0;
        if (!mounted) {
            System.err.println("SKIPPED: a small disk cannot be mounted here; this test needs root");
        }
        assumeTrue(mounted, "a small disk cannot be mounted here");
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        Files.writeString(data.resolve("etc/io.sluice.recorder.config"),
                "directory=\"" + disk + "\"\nmin.free.bytes=L\"524288\"\n");
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/full"));
                Gateway gateway = Gateway.start(data)) {
            // Retention would make room by deleting; a stranger's file cannot be deleted.
            Path hog = disk.resolve("hog");
            gateway.put("full", camera("full", server));
            gateway.awaitHealth("recorder", "full", SOON, "OK");
            Files.write(hog, new byte[4 * 1024 * 1024 - 500 * 1024]);

            JsonNode status = gateway.awaitHealth("recorder", "full", Duration.ofSeconds(60), "FAILED");
            assertTrue(status.path("code").asText().contains("disk"), status.toString());
            assertTrue(status.path("remedy").asText().length() > 10, status.toString());
            assertEquals("OK", gateway.status("camera", "full").path("health").asText(), "the camera suffers");
            long units = gateway.get("/api/cameras/full").at("/stream/units").asLong();
            Await.until("the stream goes on", SOON,
                    () -> gateway.get("/api/cameras/full").at("/stream/units").asLong() > units + 15);
            assertTrue(gateway.send("GET", "/api/cameras", null).statusCode() == 200);

            Files.delete(hog);
            gateway.awaitHealth("recorder", "full", SOON, "OK");
            for (Path segment : segments(disk)) {
                assertEquals("", Ffmpeg.complaints(segment), segment.toString());
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void whatWasFlushedBeforeTheKillPlaysAfterIt() throws Exception {
        Path data = folder.resolve("data");
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/kill"))) {
            Gateway first = Gateway.start(data);
            first.put("kill", camera("kill", server));
            Await.until("a few seconds are recorded", SOON, () -> recorded(first) > 4);
            double before = recorded(first);
            first.kill();
            for (Path segment : segments(data.resolve("recordings"))) {
                assertTrue(Ffmpeg.frames(segment) > 0, segment + " does not play as it was left");
            }

            try (Gateway second = Gateway.start(data)) {
                second.awaitHealth("recorder", "kill", SOON, "OK");
                Await.until("the camera was not forgotten and records again", SOON, () -> spans(second).size() == 2);
                JsonNode survived = spans(second).get(0);
                double seconds = seconds(survived);
                assertTrue(seconds >= before, "of " + before + " s shown before the kill, " + seconds + " s are left");
                String playlist = second.send("GET", "/api/recordings/kill/playlist.m3u8?from="
                        + survived.path("start").asText() + "&to=" + survived.path("end").asText(), null).body();
                assertTrue(playlist.contains("#EXTINF"), playlist);
                for (Path segment : segments(data.resolve("recordings"))) {
                    assertEquals("", Ffmpeg.complaints(segment), segment.toString());
                }
            }
        }
    }

    private static String camera(String id, ForeignRtspServer server) {
        return "{\"id\": \"" + id + "\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/" + id) + "\"}}, \"recording\": {\"enabled\": true, \"segmentSeconds\": 3}}";
    }

    private static JsonNode spans(Gateway gateway) throws IOException, InterruptedException {
        return gateway.get("/api/recordings/kill").path("spans");
    }

    private static double recorded(Gateway gateway) throws IOException, InterruptedException {
        double seconds = 0;
        for (JsonNode span : spans(gateway)) {
            seconds += seconds(span);
        }
        return seconds;
    }

    private static double seconds(JsonNode span) {
        return Duration.between(Instant.parse(span.path("start").asText()), Instant.parse(span.path("end").asText()))
                .toMillis() / 1000.0;
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }
}
