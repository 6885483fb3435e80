package io.sluice.inbox.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.support.testing.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results on the disk, through restarts, damage and want of room. */
class JournalTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Bounds WIDE = new Bounds(1_000_000, 1 << 30, Duration.ofDays(7), 2000);

    @TempDir
    Path folder;

    private final List<Journal> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Journal journal : opened) {
            journal.close();
        }
    }

    private Journal open() throws IOException {
        Journal journal = new Journal(folder, WIDE.segmentBytes());
        opened.add(journal);
        return journal;
    }

    private static Item item(String sender, int number) {
        return new Item(0, START.plusSeconds(number), sender, "key " + number, "task " + number % 3, number,
                ("body " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Item> items(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> item("a", number)).toList();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void keepsEachOnceInOrderOverRestarts() throws Exception {
        Journal journal = open();
        for (int number = 0; number < 100; number += 4) {
            assertEquals(4, journal.keep(items(number, number + 4)).size());
        }
        assertEquals(10, journal.keep(items(50, 110)).size());
        assertEquals(1, journal.keep(List.of(item("b", 1), item("b", 1))).size(), "another sender's key is another");
        journal.close();
        Journal again = open();
        assertEquals(List.of(), again.keep(items(0, 110)));
        assertEquals(ids(1, 112), again.after(0, Optional.empty(), 1000));
        Item read = again.find(42).orElseThrow();
        assertArrayEquals("body 41".getBytes(StandardCharsets.UTF_8), read.body());
        assertEquals("key 41", read.key());
        assertEquals(START.plusSeconds(41), read.came());
        assertEquals(112, again.keep(items(110, 111)).get(0).id());
    }

    @Test
    void isReadPageByPageAndTaskByTask() throws Exception {
        Journal journal = open();
        journal.keep(items(0, 200));
        assertEquals(ids(8, 13), journal.after(7, Optional.empty(), 5));
        assertEquals(List.of(2L, 5L, 8L), journal.after(0, Optional.of("task 1"), 3));
        assertEquals(List.of(197L, 200L), journal.after(194, Optional.of("task 1"), 3));
        assertEquals(List.of(), journal.after(200, Optional.empty(), 5));
        assertEquals(List.of(), journal.after(0, Optional.of("task 9"), 5));
        assertTrue(journal.find(0).isEmpty() && journal.find(201).isEmpty() && journal.find(Long.MAX_VALUE).isEmpty());
        TaskIds.Summary summary = journal.tasks().get(0);
        assertEquals(new TaskIds.Summary("a", "task 0", 67, List.of(199L, 196L, 193L)), summary);
    }

    @Test
    void cutsOffWhatThePowerLeftHalf() throws Exception {
        Journal journal = open();
        journal.keep(items(0, 100));
        journal.close();
        Path last;
        try (var files = Files.list(folder)) {
            last = files.filter(Segment::is).max(Path::compareTo).orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            file.setLength(file.length() - 3);
        }
        Journal again = open();
        assertEquals(ids(1, 100), again.after(0, Optional.empty(), 1000));
        assertEquals(List.of(100L), again.keep(items(0, 100)).stream().map(Item::id).toList(), "it was not acknowledged, and comes again");
        again.close();
        assertEquals(100, open().results());
    }

    @Test
    void givesUpTheOldestAndStillKnowsTheLatestKeysOfEach() throws Exception {
        Journal journal = open();
        journal.keep(List.of(item("quiet", 7)));
        for (int number = 0; number < 300; number += 10) {
            journal.keep(items(number, number + 10));
        }
        int before = journal.results();
        int lost = journal.prune(Instant.EPOCH, new Bounds(150, 1 << 30, Duration.ofDays(7), 2000));
        assertEquals(before - lost, journal.results());
        assertTrue(journal.results() <= 150, "left " + journal.results());
        assertTrue(journal.find(1).isEmpty());
        assertEquals(lost + 1, journal.after(0, Optional.empty(), 1).get(0));
        assertEquals(List.of(), journal.keep(List.of(item("quiet", 7))), "the answer to it may have been lost for days");
        journal.close();
        Journal again = open();
        assertEquals(List.of(), again.keep(items(0, 300)));
        assertEquals(List.of(), again.keep(List.of(item("quiet", 7))));
        assertEquals(301, again.prune(START.plus(Duration.ofDays(1)), WIDE) + lost);
        assertEquals(0, again.results());
        assertEquals(List.of(), again.tasks());
        again.close();
        assertEquals(302, open().keep(items(300, 301)).get(0).id(), "no id is given twice");
    }

    @Test
    void keepsNoneWhenTheDiskIsFullAndGoesOnAfterwards() throws Exception {
        try (SmallDisk disk = new SmallDisk(1)) {
            Journal journal = new Journal(disk.folder().resolve("inbox"), 1 << 20);
            journal.keep(items(0, 10));
            Path ballast = disk.fill(4096);
            byte[] large = new byte[200_000];
            Item big = new Item(0, START, "a", "big", "task", 1, large);
            assertThrows(IOException.class, () -> journal.keep(List.of(item("a", 10), big)));
            assertEquals(10, journal.results());
            assertFalse(journal.find(11).isPresent());
            Files.delete(ballast);
            assertEquals(List.of(11L, 12L), journal.keep(List.of(item("a", 10), big)).stream().map(Item::id).toList());
            journal.close();
            try (Journal again = new Journal(disk.folder().resolve("inbox"), 1 << 20)) {
                assertArrayEquals(large, again.find(12).orElseThrow().body());
            }
        }
    }
}
