package io.sluice.mp4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentedFileTest {

    private final Clip clip = Clip.load("pyramid.h264");

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        Sample sample = Sample.file(clip, 50, 7, true);
        ScannedFile scanned = FragmentedFile.scan(write(sample.bytes())).orElseThrow();

        assertEquals(clip.format(), scanned.format());
        assertEquals(sample.ends().get(0).longValue(), scanned.initBytes());
        assertEquals(sample.ends().subList(1, sample.ends().size()),
                scanned.fragments().stream().map(fragment -> (int) fragment.endOffset()).toList());
        assertTrue(scanned.whole());
        ScannedFragment second = scanned.fragments().get(1);
        assertEquals(7, second.samples());
        assertEquals(7 * Clip.FRAME, second.duration());
        assertEquals(clip.pictures().get(7).decodeTime(), second.decodeTime());
        assertEquals(OptionalLong.of(1007), second.firstSequence());
        assertEquals(OptionalLong.of(77), second.run());
        assertEquals(OptionalLong.of(clip.unit(7, () -> {}).wallClockMicros()), second.wallClockMicros());
        assertEquals(clip.pictures().get(7).key(), second.keyFrame());
        assertTrue(scanned.fragments().get(0).keyFrame());
        assertEquals(0, sample.live(), "the fragments gave all units back");
    }

    @Test
    void fragmentsThatFillBlocksAreReadBackTheSame() throws IOException {
        Sample sample = Sample.blocks(clip, 50, 7, 4096);
        ScannedFile scanned = FragmentedFile.scan(write(sample.bytes())).orElseThrow();

        ScannedFile dense = FragmentedFile.scan(write(Sample.file(clip, 50, 7, true).bytes())).orElseThrow();
        assertTrue(scanned.whole());
        assertTrue(scanned.fragments().stream().allMatch(fragment -> fragment.endOffset() % 4096 == 0));
        assertEquals(dense.fragments().stream().map(ScannedFragment::samples).toList(),
                scanned.fragments().stream().map(ScannedFragment::samples).toList());
        assertEquals(dense.fragments().stream().map(ScannedFragment::decodeTime).toList(),
                scanned.fragments().stream().map(ScannedFragment::decodeTime).toList());
    }

    @Test
    void aFileWithoutStampsTellsNoWallClock() throws IOException {
        ScannedFile scanned = FragmentedFile.scan(write(Sample.file(clip, 10, 5, false).bytes())).orElseThrow();
        assertEquals(OptionalLong.empty(), scanned.fragments().get(0).wallClockMicros());
        assertEquals(OptionalLong.empty(), scanned.fragments().get(0).firstSequence());
    }

    @Test
    void aFileCutAnywhereIsRepairedToItsLastCompleteFragment() throws IOException {
        Sample sample = Sample.file(clip, 20, 4, true);
        int init = sample.ends().get(0);
        for (int length = 0; length <= sample.bytes().length; length += 13) {
            Path file = write(Arrays.copyOf(sample.bytes(), length));
            Optional<ScannedFile> repaired = FragmentedFile.repair(file);
            assertEquals(length >= init, repaired.isPresent(), "cut at " + length);
            int cut = length;
            int kept = sample.ends().stream().filter(end -> end <= cut).reduce((first, last) -> last).orElse(cut);
            assertEquals(kept, Files.size(file), "cut at " + length);
            assertArrayEquals(Arrays.copyOf(sample.bytes(), kept), Files.readAllBytes(file));
        }
    }

    @Test
    void aHoleOfZerosEndsTheFile() throws IOException {
        Sample sample = Sample.file(clip, 20, 4, true);
        byte[] bytes = sample.bytes();
        Arrays.fill(bytes, sample.ends().get(2), bytes.length, (byte) 0);
        ScannedFile repaired = FragmentedFile.repair(write(bytes)).orElseThrow();
        assertEquals(2, repaired.fragments().size());
        assertEquals(sample.ends().get(2).longValue(), repaired.fileBytes());
    }

    @Test
    void garbageIsNeverTakenForMoreThanItIs() throws IOException {
        byte[] good = Sample.file(clip, 20, 4, true).bytes();
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            byte[] bad = good.clone();
            for (int change = 0; change < 1 + round % 8; change++) {
                bad[random.nextInt(change % 2 == 0 ? 1400 : bad.length)] = (byte) random.nextInt(256);
            }
            FragmentedFile.scan(write(bad)).ifPresent(scanned -> {
                assertTrue(scanned.completeBytes() <= bad.length);
                assertTrue(scanned.fragments().size() <= 5);
            });
        }
    }

    @Test
    void timesBeginAtTheOrigin() {
        AccessUnit unit = clip.unit(50, () -> {});
        Fragment fragment = Fragment.of(List.of(unit), Clip.FRAME, unit.decodeTime(), 1);
        assertEquals(0, fragment.decodeTime());
        assertEquals(Clip.FRAME, fragment.duration());
        assertEquals(fragment.size(), fragment.copy().remaining());
        assertThrows(IllegalArgumentException.class, () -> Fragment.of(unit, Clip.FRAME, unit.decodeTime() + 1, 1));
        fragment.release();
        assertThrows(IllegalStateException.class, fragment::retain);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("clip.mp4"), bytes);
    }
}
