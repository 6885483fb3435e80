package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.recording.Segment;
import io.sluice.api.status.Health;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.mp4.clips.Clip;
import io.sluice.support.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real disk that is full, too small or not to be written to. */
class DiskTest {

    private final Clip clip = Clip.load("plain.h264");

    private SmallDisk disk;
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        disk = new SmallDisk(2);
        bench = new Bench(disk.folder().resolve("recordings"));
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
            disk.close();
        }
    }

    @Test
    void aFullDiskStopsRecordingUntilThereIsRoomAgain() throws Exception {
        bench.start(2, 0);
        StreamPublisher camera = bench.publisher();
        bench.publish(camera, clip, 0, 100);
        bench.drained();
        Path ballast = disk.fill(0);
        int sent = publishUntil(camera, 100, Health.FAILED);
        assertEquals("recorder.disk_full", bench.status(Bench.CAMERA).code());
        assertEquals("recorder.disk_full", bench.status("storage").code());
        assertTrue(!bench.status(Bench.CAMERA).remedy().isEmpty());

        Files.delete(ballast);
        int total = publishUntil(camera, sent, Health.OK);
        bench.publish(camera, clip, total, total + 100);
        bench.drained();
        bench.stop();
        // The ring still had all that could not be written, so that nothing is missing.
        List<Segment> segments = bench.segments();
        List<String> kept = Bench.recorded(segments);
        assertEquals(bench.published.subList(bench.published.size() - kept.size(), bench.published.size()), kept);
        assertTrue(kept.size() >= 100, "recorded since: " + kept.size());
        segments.forEach(segment -> assertTrue(Files.exists(segment.file())));
    }

    @Test
    void theLeastFreeSpaceIsKeptByDeletingTheOldest() throws Exception {
        bench.limits(new Limits(0, 1 << 20)).start(1, 0);
        StreamPublisher camera = bench.publisher();
        for (int from = 0; from < 6000; from += 200) {
            bench.publish(camera, clip, from, from + 200);
            // No camera fills a disk faster than files can be deleted.
            bench.drained();
            Bench.await("there is room", () -> disk.folder().toFile().getUsableSpace() >= 1 << 19);
        }
        Bench.await("old files are deleted", () -> bench.segments().get(0).startTime() > 0);
        Bench.await("the reserve is kept", () -> disk.folder().toFile().getUsableSpace() >= 1 << 20);
        assertEquals(Health.OK, bench.status("storage").health());
        bench.stop();
        Bench.assertOneRun(bench.segments());
        Bench.recorded(bench.segments().subList(0, 3));
    }

    @Test
    void theMostBytesAreKept() throws Exception {
        bench.limits(new Limits(300_000, 0)).start(1, 0);
        StreamPublisher camera = bench.publisher();
        for (int from = 0; from < 2000; from += 200) {
            bench.publish(camera, clip, from, from + 200);
        }
        bench.drained();
        Bench.await("old files are deleted",
                () -> bench.segments().stream().mapToLong(Segment::bytes).sum() <= 300_000);
        assertTrue(bench.segments().size() > 5);
        bench.stop();
    }

    @Test
    void aDiskThatCannotBeWrittenToIsSaidAndTriedAgain() throws Exception {
        bench.start(2, 0);
        StreamPublisher camera = bench.publisher();
        bench.publish(camera, clip, 0, 100);
        bench.drained();
        bench.stop();
        disk.writable(false);
        bench.start(2, 0);
        int sent = publishUntil(camera, 100, Health.FAILED);
        assertEquals("recorder.cannot_write", bench.status(Bench.CAMERA).code());
        disk.writable(true);
        int total = publishUntil(camera, sent, Health.OK);
        bench.publish(camera, clip, total, total + 50);
        bench.drained();
        bench.stop();
        bench.assertAllRecorded(bench.segments());
    }

    /** Publishes until the recorder says so; how many units were published then. */
    private int publishUntil(StreamPublisher camera, int from, Health health) throws InterruptedException {
        int[] next = {from};
        Bench.await("health " + health, () -> {
            try {
                bench.publish(camera, clip, next[0], next[0] + 2);
                next[0] += 2;
            } catch (InterruptedException error) {
                Thread.currentThread().interrupt();
            }
            return bench.status(Bench.CAMERA).health() == health;
        });
        return next[0];
    }
}
