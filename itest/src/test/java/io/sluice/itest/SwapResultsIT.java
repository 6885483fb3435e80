package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Updates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bundles replaced while every picture of a camera is analysed: each picture has one result in the store, none is
 * missing and none is there twice. The hub numbers a camera's pictures one by one, so that the results' numbers tell.
 */
class SwapResultsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CAMERA = "results";
    /** With groups this short another one has begun by the time an update is through: going on with the latest is not enough. */
    private static final String SHORT_GROUPS = "/results=videotestsrc is-live=true pattern=ball"
            + " ! video/x-raw,width=640,height=480,framerate=30/1"
            + " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=4 bitrate=800"
            + " ! rtph264pay config-interval=-1 pt=96 name=pay0";
    private static final int AROUND = 30;
    private static final int PAGE = 500;

    @TempDir
    private static Path folder;

    private static ForeignRtspServer server;
    private static Gateway gateway;
    private static Updates updates;

    @BeforeAll
    static void start() throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        String control = Updates.addTo(distribution);
        server = ForeignRtspServer.start(SHORT_GROUPS);
        gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort(), "--feature", control);
        gateway.launch();
        gateway.awaitHealthy();
        updates = Updates.of(distribution, gateway);
        // With a threshold of nearly nothing something is found in each picture; empty ones would be thinned out.
        gateway.put(CAMERA, "{\"id\": \"" + CAMERA + "\", \"source\": {\"driver\": \"rtsp\", \"settings\": {\"url\": \""
                + server.address("/results") + "\"}}, \"analyses\": [{\"model\": \"solder-joints\","
                + " \"framesPerSecond\": 0, \"scoreThreshold\": 0.0001}]}");
        gateway.awaitHealth("analysis", CAMERA + "/solder-joints", SOON, "OK");
        Await.until("results are stored", SOON, () -> newest() > 0);
    }

    @AfterAll
    static void stop() throws Exception {
        updates.close();
        gateway.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "io.sluice.results", "io.sluice.store", "io.sluice.rest", "io.sluice.models", "io.sluice.devices",
        "io.sluice.recorder", "io.sluice.live", "io.sluice.status", "io.sluice.accel.onnxcpu", "io.sluice.analytics"
    })
    void eachPictureHasOneResultAcrossTheUpdate(String bundle) throws Exception {
        long begin = newest();
        awaitNewest(begin + AROUND);
        long before = newest();
        updates.update(bundle);
        gateway.awaitHealthy();
        awaitNewest(Math.max(before, newest()) + AROUND);
        assertUnbroken(begin, bundle);
    }

    @Test
    void andAcrossManyUpdatesOfTheAnalysisInARow() throws Exception {
        long begin = newest();
        for (int update = 0; update < 20; update++) {
            updates.update("io.sluice.analytics");
        }
        awaitNewest(newest() + AROUND);
        assertUnbroken(begin, "the analysis twenty times");
    }

    private static void assertUnbroken(long begin, String updated) throws Exception {
        List<Long> stored = since(begin);
        assertTrue(stored.size() > AROUND, "there are only " + stored.size() + " results");
        List<Long> expected = LongStream.rangeClosed(begin, stored.get(stored.size() - 1)).boxed().toList();
        assertEquals(expected, stored, "updating " + updated + " lost or doubled results");
    }

    /** Sequences of the results from a picture on, in their order, doubles included. */
    private static List<Long> since(long begin) throws IOException, InterruptedException {
        List<Long> sequences = new ArrayList<>();
        for (JsonNode result : latest(PAGE)) {
            long sequence = result.path("sequence").asLong();
            if (sequence >= begin) {
                sequences.add(sequence);
            }
        }
        assertTrue(sequences.size() < PAGE, "more results than a page holds");
        return sequences.stream().sorted().toList();
    }

    private static void awaitNewest(long sequence) {
        Await.until("picture " + sequence + " is analysed", SOON, () -> newest() >= sequence);
    }

    private static long newest() throws IOException, InterruptedException {
        return latest(1).path(0).path("sequence").asLong();
    }

    private static JsonNode latest(int count) throws IOException, InterruptedException {
        return gateway.get("/api/results?camera=" + CAMERA + "&order=desc&limit=" + count).path("results");
    }
}
