package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int BYTES = 1000;

    @TempDir
    private Path folder;

    private final List<SegmentName> deleted = new ArrayList<>();
    private final Set<Long> open = new HashSet<>();
    private final AtomicLong used = new AtomicLong();
    private RecordingTree tree;
    private Retention retention;

    @BeforeEach
    void make() {
        tree = new RecordingTree(folder);
        retention = new Retention(tree, Clock.fixed(NOON, ZoneOffset.UTC), open::contains, used, deleted::add);
    }

    @Test
    void whatIsOlderThanItsCameraAllowsIsDeleted() throws IOException {
        SegmentName yesterday = file("a", NOON.minusSeconds(30 * 3600));
        SegmentName old = file("a", NOON.minusSeconds(3 * 3600));
        SegmentName young = file("a", NOON.minusSeconds(3600));
        SegmentName others = file("b", NOON.minusSeconds(90 * 3600));
        retention.byAge(Map.of("a", 2, "b", 0));
        assertEquals(List.of(yesterday, old), deleted);
        assertFalse(Files.exists(tree.path(old)));
        assertTrue(Files.exists(tree.path(young)) && Files.exists(tree.path(others)));
        assertFalse(Files.exists(tree.path(yesterday).getParent()), "an empty day is cleared away");
        assertEquals(2 * BYTES, used.get());
    }

    @Test
    void tooMuchIsMadeLessOldestFirstOverAllCameras() throws IOException {
        SegmentName first = file("b", NOON.minusSeconds(4000));
        SegmentName second = file("a", NOON.minusSeconds(3000));
        file("b", NOON.minusSeconds(2000));
        file("a", NOON.minusSeconds(1000));
        retention.bySize(2 * BYTES);
        assertEquals(List.of(first, second), deleted);
        assertEquals(2 * BYTES, used.get());
    }

    @Test
    void whatIsBeingWrittenStays() throws IOException {
        SegmentName writing = file("a", NOON.minusSeconds(4000));
        open.add(writing.id());
        retention.bySize(0);
        retention.byAge(Map.of("a", 1));
        assertFalse(retention.deleteOldest());
        assertEquals(List.of(), deleted);
    }

    @Test
    void filesOfOthersAreNotTouched() throws IOException {
        Path foreign = folder.resolve("a/2026/03/01/holiday.mp4");
        Files.createDirectories(foreign.getParent());
        Files.writeString(foreign, "mine");
        Path misnamed = Files.writeString(foreign.resolveSibling("20260301T000000.000Z-5.mp4"), "not of this day");
        file("a", NOON.minusSeconds(3000));
        assertTrue(retention.deleteOldest());
        assertFalse(retention.deleteOldest());
        assertTrue(Files.exists(foreign) && Files.exists(misnamed));
    }

    private SegmentName file(String camera, Instant begun) throws IOException {
        SegmentName name = new SegmentName(camera, begun.toEpochMilli());
        Path path = tree.path(name);
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[BYTES]);
        used.addAndGet(BYTES);
        return name;
    }
}
