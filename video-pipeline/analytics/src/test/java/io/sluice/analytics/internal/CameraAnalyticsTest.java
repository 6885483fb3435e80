package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a camera's pictures become, and settings that change meanwhile. */
class CameraAnalyticsTest extends AnalyticsCase {

    @Test
    void looksAtEveryPictureAndFollowsWhatItSees() {
        startAndTap(config());
        publish(20, 64, 48);
        awaitResults(20);
        Detection first = result(0).detections().get(0);
        assertEquals("thing", first.label());
        assertEquals(0.9, first.score(), 1e-6);
        assertTrue(first.box().overlap(FakeModels.BOX) > 0.999, first.box().toString());
        for (int index = 0; index < 20; index++) {
            AnalysisResult result = result(index);
            assertEquals("gate", result.frame().cameraId());
            assertEquals(index, result.frame().sequence());
            assertEquals(index * 3600L, result.frame().mediaTime());
            assertEquals(Units.wallClock(index * 3600L) / 1000, result.frame().wallClock().toEpochMilli());
            assertEquals("finder", result.modelId());
            assertEquals("1", result.modelVersion());
            assertEquals(first.trackId(), result.detections().get(0).trackId());
        }
        awaitStatus("analysis.begun");
        assertEquals("analysis/gate/finder", status().orElseThrow().subject().toString());
    }

    @Test
    void looksAtSoManyPicturesASecond() {
        startAndTap(config("frames.per.second", 5.0));
        publish(50, 64, 48);
        awaitResults(10);
        List<Long> times = results().stream().map(result -> result.frame().mediaTime()).toList();
        assertEquals(List.of(0L, 18000L, 36000L, 54000L, 72000L), times.subList(0, 5));
    }

    @Test
    void looksAtTheFirstPictureAtOnceAndThenCatchesUpWithThePresent() {
        hub.publish(SyntheticVideo.greys(64, 48, 60, 25, 100));
        start(config());
        Await.until(() -> last().map(result -> result.frame().sequence() == 59).orElse(false), () -> "never caught up");
        List<Long> sequences = results().stream().map(result -> result.frame().sequence()).toList();
        assertEquals(0, sequences.get(0));
        assertTrue(sequences.size() < 15, sequences.toString());
        assertTrue(sequences.get(1) > 40, sequences.toString());
        awaitStatus("analysis.begun");
    }

    @Test
    void settingsChangeInPlaceAndKeepTracksAndDecoder() {
        startAndTap(config());
        publish(6, 64, 48);
        awaitResults(6);
        long track = result(5).detections().get(0).trackId().orElseThrow();
        component.modified(config("score.threshold", 0.95, "zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        // No key frame among these: a decoder that began anew could not read them.
        publishRest(6, 9, 64, 48);
        awaitResults(9);
        assertTrue(result(8).detections().isEmpty(), result(8).toString());
        component.modified(config("region", "0,0,0.5,0.5", "zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        publish(6, 64, 48);
        awaitResults(15);
        Detection found = result(14).detections().get(0);
        assertTrue(found.box().overlap(new Region(0.125, 0.125, 0.25, 0.25)) > 0.99, found.toString());
        assertEquals(track, found.trackId().orElseThrow());
        assertEquals(1, results().stream().mapToLong(result -> result.crossings().size()).sum());
        assertEquals(1, hub.tapsEver());
    }

    @Test
    void zonesTellWhoIsInside() {
        startAndTap(config("zones", new String[] {"all:0,0 1,0 1,1 0,1"}));
        publish(10, 64, 48);
        awaitResults(10);
        List<Crossing> crossings = results().stream().flatMap(result -> result.crossings().stream()).toList();
        assertEquals(1, crossings.size(), crossings.toString());
        assertEquals(Crossing.Kind.ENTER, crossings.get(0).kind());
        assertEquals("all", crossings.get(0).place());
    }

    @Test
    void labelsTheModelLacksAreNamed() {
        start(config("labels", new String[] {"thing", "cat", "ape"}));
        publish(5, 64, 48);
        Status status = awaitStatus("analysis.labels.unknown");
        assertEquals("ape, cat", status.details().get("labels"));
        assertEquals(Health.DEGRADED, status.health());
    }

    @Test
    void followsAChangeOfResolution() {
        startAndTap(config());
        publish(5, 64, 48);
        publish(5, 128, 96);
        publish(5, 64, 48);
        awaitResults(15);
        assertEquals(1, results().stream().map(result -> result.detections().get(0).trackId()).distinct().count());
    }

    @Test
    void wrongSettingsAreToldWithTheirFieldAndTheRightOnesStartIt() {
        start(config("region", "0,0,2,1"));
        Status status = awaitStatus("analysis.settings.invalid");
        assertEquals(Health.FAILED, status.health());
        assertEquals("region", status.details().get("field"));
        component.modified(config());
        publish(5, 64, 48);
        awaitResults(5);
    }
}
