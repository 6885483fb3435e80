package io.sluice.outbox.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.link.Resource;
import io.sluice.api.task.Letter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Letters on disk, through restarts and damage. */
class JournalTest {

    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final String NODE = "11000000001190000002";

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
        return open(400);
    }

    private Journal open(long segmentBytes) throws IOException {
        Journal journal = Journal.of(NODE, folder, segmentBytes);
        opened.add(journal);
        return journal;
    }

    static Letter letter(int number) {
        return new Letter(NODE, Resource.COMMAND, "task/0/" + number, START.plusSeconds(number),
                ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Journal journal, int from, int to) throws IOException {
        for (int number = from; number < to; number++) {
            journal.append(List.of(letter(number)));
        }
        journal.force();
    }

    /** Reads all that waits, acknowledging it in portions. */
    private static List<String> drain(Journal journal) throws IOException {
        List<String> keys = new ArrayList<>();
        for (List<Entry> some = journal.peek(3, 1 << 20); !some.isEmpty(); some = journal.peek(3, 1 << 20)) {
            some.forEach(entry -> keys.add(entry.key()));
            journal.acknowledge(some.get(some.size() - 1).number());
        }
        return keys;
    }

    private static List<String> keys(int from, int to) {
        List<String> keys = new ArrayList<>();
        for (int number = from; number < to; number++) {
            keys.add("task/0/" + number);
        }
        return keys;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Segment::is).sorted().toList();
        }
    }

    @Test
    void givesLettersInOrderAndFreesTheirFiles() throws IOException {
        Journal journal = open();
        add(journal, 0, 40);
        assertTrue(segments().size() > 3);
        assertEquals(40, journal.waiting());
        assertEquals(START, journal.oldest().orElseThrow());
        Entry first = journal.peek(1, 1).get(0);
        assertArrayEquals(letter(0).body(), first.body());
        assertEquals(letter(0).at(), first.at());
        assertEquals(keys(0, 40), drain(journal));
        assertEquals(0, journal.waiting());
        assertEquals(0, journal.waitingBytes());
        assertTrue(journal.oldest().isEmpty());
        assertTrue(segments().size() <= 1);
    }

    @Test
    void goesOnAfterARestartWhereItWas() throws IOException {
        Journal journal = open();
        add(journal, 0, 20);
        journal.acknowledge(7);
        long bytes = journal.waitingBytes();
        Journal again = open();
        assertEquals(13, again.waiting());
        assertEquals(bytes, again.waitingBytes());
        add(again, 20, 25);
        assertEquals(keys(7, 25), drain(again));
        Journal empty = open();
        assertEquals(List.of(), drain(empty));
        add(empty, 25, 26);
        assertEquals(keys(25, 26), drain(empty));
    }

    @Test
    void takesAKeyOnce() throws IOException {
        Journal journal = open();
        add(journal, 0, 5);
        add(journal, 3, 7);
        Journal again = open();
        add(again, 5, 8);
        assertEquals(keys(0, 8), drain(again));
    }

    @Test
    void cutsOffWhatAPowerLossLeftHalf() throws IOException {
        Journal journal = open(1 << 20);
        add(journal, 0, 10);
        Path file = segments().get(0);
        long whole = Files.size(file);
        Random random = new Random(7);
        for (int trial = 0; trial < 40; trial++) {
            byte[] half = Entry.of(11, letter(10)).encode().array();
            int length = 1 + random.nextInt(half.length - 1);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.write(ByteBuffer.wrap(half, 0, length), whole);
            }
            Journal again = Journal.open(folder, 1 << 20);
            assertEquals(10, again.waiting(), "after " + length + " bytes");
            assertEquals(whole, Files.size(file));
            again.close();
        }
    }

    @Test
    void neverTakesDamageForALetter() throws IOException {
        Journal journal = open(1 << 20);
        add(journal, 0, 10);
        journal.close();
        Path file = segments().get(0);
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, bad);
            try (Journal damaged = Journal.open(folder, 1 << 20)) {
                List<Entry> left = damaged.peek(100, 1 << 20);
                for (int index = 0; index < left.size(); index++) {
                    assertEquals("task/0/" + index, left.get(index).key());
                    assertArrayEquals(letter(index).body(), left.get(index).body());
                }
                assertTrue(left.size() < 10);
            }
        }
    }

    @Test
    void takesBackWhatCouldNotBeForced() throws IOException {
        Journal journal = open();
        add(journal, 0, 3);
        long bytes = journal.waitingBytes();
        List<Letter> many = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            many.add(letter(number));
        }
        journal.takeBack(journal.append(many));
        assertEquals(3, journal.waiting());
        assertEquals(bytes, journal.waitingBytes());
        add(journal, 3, 9);
        assertEquals(keys(0, 9), drain(open()));
    }

    @Test
    void givesUpTheOldestFilesWhenTooOldOrTooMuch() throws IOException {
        Journal journal = open();
        add(journal, 0, 40);
        long lostByAge = journal.prune(START.plusSeconds(20), Long.MAX_VALUE);
        assertTrue(lostByAge > 0 && lostByAge <= 20, "given up: " + lostByAge);
        long lostBySize = journal.prune(Instant.MIN, 500);
        assertTrue(lostBySize > 0, "given up: " + lostBySize);
        assertEquals(lostByAge + lostBySize, journal.givenUp());
        assertEquals(40 - journal.givenUp(), journal.waiting());
        Journal again = open();
        assertEquals(journal.givenUp(), again.givenUp());
        assertEquals(keys((int) again.givenUp(), 40), drain(again));
    }

    @Test
    void whatMayStillBeTakenBackIsShownToNobody() throws IOException {
        Journal journal = open();
        add(journal, 0, 2);
        Journal.Mark mark = journal.append(List.of(letter(2)));
        assertEquals(2, journal.peek(10, 1 << 20).size());
        journal.takeBack(mark);
        add(journal, 3, 4);
        assertEquals(List.of("task/0/0", "task/0/1", "task/0/3"), drain(journal));
    }

    @Test
    void goesOnBehindWhatWasLookedAtAndFromTheFirstWhereItBeginsAnew() throws IOException {
        Journal journal = open(1 << 20);
        add(journal, 0, 9);
        List<Entry> first = journal.peek(4, 1 << 20);
        List<Entry> second = journal.peek(first.get(2).number(), 3, 1 << 20);
        assertEquals(List.of("task/0/3", "task/0/4", "task/0/5"), second.stream().map(Entry::key).toList());
        journal.acknowledge(first.get(1).number());
        List<Entry> third = journal.peek(second.get(2).number(), 10, 1 << 20);
        assertEquals(List.of("task/0/6", "task/0/7", "task/0/8"), third.stream().map(Entry::key).toList());
        assertEquals(List.of(), journal.peek(third.get(2).number(), 10, 1 << 20));
        assertEquals(keys(2, 9), drain(journal));
    }

    @Test
    void lettersLargerThanAPieceAreReadAmongSmallOnes() throws IOException {
        Journal journal = open(8 << 20);
        byte[] large = new byte[300_000];
        journal.append(List.of(letter(0), new Letter(NODE, Resource.COMMAND, "large", START, large), letter(1)));
        journal.force();
        List<Entry> all = journal.peek(10, 8 << 20);
        assertEquals(List.of("task/0/0", "large", "task/0/1"), all.stream().map(Entry::key).toList());
        assertEquals(large.length, all.get(1).body().length);
    }
}
