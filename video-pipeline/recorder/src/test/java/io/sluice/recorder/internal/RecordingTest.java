package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.api.status.Health;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.mp4.clips.Clip;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    private final Clip clip = Clip.load("pyramid.h264");

    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.h264", "pyramid.h264", "pyramid.h265"})
    void everyUnitIsInTheFilesInOrderAndDecodes(String name) throws Exception {
        Clip source = Clip.load(name);
        bench.start(4, 0);
        bench.publish(bench.publisher(), source, 0, 500);
        bench.drained();
        bench.stop();

        List<Segment> segments = bench.segments();
        assertTrue(segments.size() >= 4, () -> "files are cut: " + segments);
        bench.assertAllRecorded(segments);
        Bench.assertOneRun(segments);
        assertEquals(1, bench.engine().keeper().index().spans(Bench.CAMERA, Instant.MIN, Instant.MAX).size());
        assertEquals(500 * Clip.FRAME, segments.stream().mapToLong(Segment::durationTicks).sum());
        assertEquals(source.format().codecString(), segments.get(0).codecString());
    }

    @Test
    void theSegmentUnderWayIsListedUpToItsLastFragment() throws Exception {
        bench.start(10, 0);
        bench.publish(bench.publisher(), clip, 0, 60);
        Bench.await("a fragment is written", () -> bench.segments().size() == 1);
        Segment segment = bench.segments().get(0);
        assertFalse(segment.complete());
        assertTrue(segment.durationTicks() >= 45_000);
        assertEquals(segment, bench.engine().keeper().index().segment(segment.id()).orElseThrow());
        assertEquals(List.of(Bench.CAMERA), bench.engine().keeper().index().cameras());
        // Nothing more comes: what waits is written all the same.
        Bench.await("the rest is written", () -> bench.segments().get(0).durationTicks() == 60 * Clip.FRAME);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCameraThatWasAwayLeavesExactlyOneGap(boolean marked) throws Exception {
        bench.start(10, 0);
        StreamPublisher before = bench.publisher();
        bench.publish(before, clip, 0, 100);
        before.close();
        bench.publish(bench.publisher(), clip, 0, 100, 20 * 90_000L, marked);
        bench.drained();
        bench.stop();

        List<Segment> segments = bench.segments();
        bench.assertAllRecorded(segments);
        List<RecordingIndex.Span> spans =
                bench.engine().keeper().index().spans(Bench.CAMERA, Instant.MIN, Instant.MAX);
        assertEquals(2, spans.size());
        assertEquals(16.0, (spans.get(1).start().toEpochMilli() - spans.get(0).end().toEpochMilli()) / 1000.0, 0.01);
    }

    @Test
    void aChangedFormatBeginsANewRun() throws Exception {
        bench.start(10, 0);
        StreamPublisher camera = bench.publisher();
        bench.publish(camera, Clip.load("plain.h264"), 0, 50);
        bench.publish(camera, Clip.load("large.h264"), 0, 50, 50 * Clip.FRAME, false);
        bench.drained();
        bench.stop();

        List<Segment> segments = bench.segments();
        assertEquals(2, segments.size());
        assertNotEquals(segments.get(0).run(), segments.get(1).run());
        assertEquals(160, segments.get(0).width());
        assertEquals(256, segments.get(1).width());
        bench.assertAllRecorded(segments);
    }

    @Test
    void aRecorderThatWasReplacedContinuesTheFileWithoutLoss() throws Exception {
        bench.start(10, 0);
        StreamPublisher camera = bench.publisher();
        bench.publish(camera, clip, 0, 110);
        bench.drained();
        bench.stop();
        bench.publish(camera, clip, 110, 130);
        bench.start(10, 0);
        bench.publish(camera, clip, 130, 400);
        bench.drained();
        bench.stop();

        List<Segment> segments = bench.segments();
        bench.assertAllRecorded(segments);
        assertEquals(1, segments.stream().map(Segment::run).distinct().count());
        Bench.assertOneRun(segments);
    }

    @Test
    void decodeTimesBelowZeroAreNoObstacleToThat() throws Exception {
        long earlier = -7 * Clip.FRAME;
        bench.start(10, 0);
        StreamPublisher camera = bench.publisher();
        bench.publish(camera, clip, 0, 110, earlier, false);
        bench.drained();
        bench.stop();
        bench.start(10, 0);
        for (int index = 110; index < 200; index += 10) {
            bench.publish(camera, clip, index, index + 10, earlier, false);
        }
        bench.drained();
        bench.stop();
        List<Segment> segments = bench.segments();
        bench.assertAllRecorded(segments);
        assertEquals(1, segments.size());
        assertEquals(200 * Clip.FRAME, segments.get(0).durationTicks());
    }

    @Test
    void aHubThatWasReplacedIsTappedAgain() throws Exception {
        bench.start(10, 0);
        bench.publish(bench.publisher(), clip, 0, 100);
        bench.drained();
        bench.loseHub();
        Bench.await("the loss is said", () -> bench.status(Bench.CAMERA).code().equals("recorder.no_hub"));
        bench.newHub();
        bench.publish(bench.publisher(), clip, 0, 100, 500 * Clip.FRAME, true);
        bench.drained();
        Bench.await("it records again", () -> bench.status(Bench.CAMERA).health() == Health.OK);
        bench.stop();
        bench.assertAllRecorded(bench.segments());
        assertEquals(2, bench.segments().size());
    }

    @Test
    void whatTheQueueCouldNotHoldIsSaidAndLeavesAGap() throws Exception {
        bench.start(10, 0);
        StreamPublisher camera = bench.publisher();
        bench.flood(camera, clip, 0, 2000);
        Bench.await("the loss is said", () -> bench.status(Bench.CAMERA).code().equals("recorder.losing"));
        assertEquals(Health.DEGRADED, bench.status(Bench.CAMERA).health());
        long missed = Long.parseLong(bench.status(Bench.CAMERA).details().get("units"));
        bench.publish(camera, clip, 2000, 2100);
        bench.drained();
        bench.stop();
        assertEquals(2100 - missed, Bench.recorded(bench.segments()).size());
        assertEquals(2, bench.engine().keeper().index().spans(Bench.CAMERA, Instant.MIN, Instant.MAX).size());
    }

    @Test
    void aCameraWithoutVideoIsSaid() throws Exception {
        bench.start(10, 0);
        assertEquals("recorder.waiting", bench.status(Bench.CAMERA).code());
        assertEquals(Health.UNKNOWN, bench.status(Bench.CAMERA).health());
        bench.publish(bench.publisher(), clip, 0, 10);
        Bench.await("recording", () -> bench.status(Bench.CAMERA).health() == Health.OK);
        Bench.await("silence is noticed", () -> bench.status(Bench.CAMERA).health() == Health.DEGRADED);
        assertEquals("recorder.waiting", bench.status(Bench.CAMERA).code());
    }
}
