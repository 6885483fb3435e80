package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.recording.Segment;
import io.sluice.api.status.Health;
import io.sluice.mp4.FragmentedFile;
import io.sluice.mp4.clips.Clip;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexTest {

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

    @Test
    void anIndexThatWasLostIsMadeAnewFromTheFiles() throws Exception {
        List<Segment> before = recorded();
        bench.loseDatabase();
        bench.start(2, 0);
        Bench.await("all is back", () -> bench.segments().equals(before));
        bench.stop();
    }

    @Test
    void filesAndEntriesThatDoNotFitAreRepaired() throws Exception {
        List<Segment> before = recorded();
        Segment deleted = before.get(1);
        Segment cut = before.get(before.size() - 1);
        Files.delete(deleted.file());
        long kept = FragmentedFile.scan(cut.file()).orElseThrow().fragments().get(0).endOffset();
        try (FileChannel file = FileChannel.open(cut.file(), StandardOpenOption.WRITE)) {
            file.truncate(cut.bytes() - 1);
        }
        SegmentName empty = new SegmentName(Bench.CAMERA, before.get(0).id() + 1);
        Path hollow = Files.createFile(new RecordingTree(folder).path(empty));
        Path foreign = Files.writeString(deleted.file().resolveSibling("notes.txt"), "mine");

        bench.start(2, 0);
        Bench.await("the deleted segment is gone", () -> bench.segments().size() == before.size() - 1);
        Bench.await("the cut one is shorter", () -> last(bench.segments()).bytes() < cut.bytes());
        assertTrue(last(bench.segments()).bytes() >= kept);
        assertEquals(Files.size(cut.file()), last(bench.segments()).bytes());
        assertFalse(Files.exists(hollow), "a file without a picture is of no use");
        assertTrue(Files.exists(foreign), "what is not ours is left alone");
        bench.stop();
        Bench.recorded(bench.segments());
    }

    @Test
    void aDatabaseThatIsAwayStopsNobodyFromRecording() throws Exception {
        bench.startWithoutDatabase(2, 0);
        bench.publish(bench.publisher(), clip, 0, 300);
        bench.drained();
        assertThrows(UnavailableException.class, bench::segments);
        Bench.await("that is said", () -> bench.status("storage").health() == Health.DEGRADED);
        assertEquals("recorder.no_index", bench.status("storage").code());

        bench.useDatabase(Optional.of(bench.database()));
        Bench.await("the index catches up", () -> bench.status("storage").health() == Health.OK);
        bench.stop();
        bench.assertAllRecorded(bench.segments());
    }

    @Test
    void aDatabaseThatIsReplacedWhileRecordingIsFilled() throws Exception {
        bench.start(2, 0);
        var camera = bench.publisher();
        bench.publish(camera, clip, 0, 200);
        bench.drained();
        bench.useDatabase(Optional.empty());
        bench.publish(camera, clip, 200, 400);
        bench.drained();
        bench.loseDatabase();
        bench.useDatabase(Optional.of(bench.database()));
        Bench.await("the index is whole", () -> {
            try {
                return bench.segments().stream().mapToLong(Segment::durationTicks).sum() == 400 * Clip.FRAME;
            } catch (UnavailableException notYet) {
                return false;
            }
        });
        bench.stop();
        bench.assertAllRecorded(bench.segments());
        Bench.assertOneRun(bench.segments());
    }

    @Test
    void aTimeFindsTheSegmentsThatReachIntoIt() throws Exception {
        List<Segment> all = recorded();
        Segment second = all.get(1);
        Instant within = second.start().plusMillis(500);
        assertEquals(List.of(second),
                bench.engine().keeper().index().segments(Bench.CAMERA, within, within.plusMillis(10)));
        assertEquals(all.subList(1, 3),
                bench.engine().keeper().index().segments(Bench.CAMERA, within, all.get(2).start().plusMillis(1)));
        assertEquals(List.of(),
                bench.engine().keeper().index().segments(Bench.CAMERA, Instant.MIN, all.get(0).start()));
        assertEquals(List.of(), bench.engine().keeper().index().segments("other", Instant.MIN, Instant.MAX));
    }

    /** A recording of several segments, complete and in the index. */
    private List<Segment> recorded() throws Exception {
        bench.start(2, 0);
        bench.publish(bench.publisher(), clip, 0, 400);
        bench.drained();
        bench.stop();
        List<Segment> segments = new ArrayList<>(bench.segments());
        assertTrue(segments.size() >= 4);
        return segments;
    }

    private static Segment last(List<Segment> segments) {
        return segments.get(segments.size() - 1);
    }
}
