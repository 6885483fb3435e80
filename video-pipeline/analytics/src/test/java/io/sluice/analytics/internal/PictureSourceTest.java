package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.picture.decode.FrameDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSourceTest {

    /** What came out for one unit. */
    private record Seen(long sequence, long mediaTime, long wallClock, int width, int height, int luma) {}

    private final PictureSource source = new PictureSource();
    private final List<Seen> seen = new ArrayList<>();
    private long sequence;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aPictureCarriesTheTimesOfItsUnit() {
        decode(SyntheticVideo.greys(64, 48, 20, 25, 10), unit -> true);
        assertEquals(20, seen.size());
        for (int index = 0; index < 20; index++) {
            long time = index * 3600L;
            Seen picture = seen.get(index);
            assertEquals(index, picture.sequence());
            assertEquals(time, picture.mediaTime());
            assertEquals(Units.wallClock(time), picture.wallClock());
            assertEquals(SyntheticVideo.grey(index), picture.luma(), 3, "picture " + index);
        }
    }

    @Test
    void reorderedPicturesKeepTheirOwnTimes() throws Exception {
        List<AccessUnit> units = reordered();
        assumeTrue(units.stream().anyMatch(unit -> unit.presentationTime() != unit.decodeTime()),
                "Skipped: this ffmpeg writes no B pictures");
        decode(units, unit -> true);
        List<AccessUnit> expected = units.stream()
                .sorted(Comparator.comparingLong(AccessUnit::presentationTime))
                .limit(seen.size())
                .toList();
        assertTrue(seen.size() > units.size() - 6, seen.size() + " of " + units.size() + " came out");
        for (int index = 0; index < seen.size(); index++) {
            AccessUnit unit = expected.get(index);
            assertEquals(unit.presentationTime(), seen.get(index).mediaTime());
            assertEquals(unit.wallClockMicros(), seen.get(index).wallClock());
            assertEquals(unit.sequence(), seen.get(index).sequence());
            assertEquals(SyntheticVideo.grey(index), seen.get(index).luma(), 4, "picture " + index);
        }
    }

    @Test
    void picturesThatAreNotWantedDoNotComeOutAndDoNotHarmTheOthers() throws Exception {
        List<AccessUnit> units = reordered();
        decode(units, unit -> unit.presentationTime() % 5 == 0 || unit.keyFrame());
        assertTrue(seen.size() > 3, seen.size() + " pictures");
        long first = units.stream().mapToLong(AccessUnit::presentationTime).min().orElseThrow();
        for (Seen picture : seen) {
            int index = Math.round((picture.mediaTime() - first) / 3600f);
            assertEquals(SyntheticVideo.grey(index), picture.luma(), 4, "picture " + index);
        }
    }

    @Test
    void followsAChangeOfResolutionWithoutLosingAPicture() {
        decode(SyntheticVideo.greys(64, 48, 7, 25, 100), unit -> true);
        decode(SyntheticVideo.greys(128, 96, 7, 25, 100), unit -> true);
        decode(SyntheticVideo.greys(64, 48, 7, 25, 100), unit -> true);
        assertEquals(21, seen.size());
        assertEquals(List.of(64, 128, 64), IntStream.of(6, 7, 14).mapToObj(index -> seen.get(index).width()).toList());
        assertEquals(List.of(48, 96, 48), IntStream.of(6, 7, 14).mapToObj(index -> seen.get(index).height()).toList());
    }

    @Test
    void waitsForAKeyFrame() {
        List<AccessUnit> units = SyntheticVideo.greys(64, 48, 12, 25, 8);
        decode(units.subList(3, 12), unit -> true);
        assertEquals(4, seen.size());
        assertEquals(8 * 3600, seen.get(0).mediaTime());
    }

    @Test
    void damagedUnitsAreCountedAndTheNextKeyFrameIsWhole() {
        List<AccessUnit> units = SyntheticVideo.greys(64, 48, 16, 25, 8);
        Random random = new Random(5);
        decode(units.subList(0, 2), unit -> true);
        for (int index = 2; index < 8; index++) {
            byte[] garbage = new byte[60];
            random.nextBytes(garbage);
            AccessUnit unit = units.get(index);
            decode(List.of(Units.unit(unit.format(), ByteBuffer.wrap(garbage), unit.decodeTime(),
                    unit.presentationTime(), false)), any -> true);
        }
        assertTrue(source.errors() >= 6, source.errors() + " errors");
        seen.clear();
        decode(units.subList(8, 16), unit -> true);
        assertEquals(8, seen.size());
        assertEquals(SyntheticVideo.grey(8), seen.get(0).luma(), 3);
    }

    private void decode(List<AccessUnit> units, Predicate<AccessUnit> wanted) {
        for (AccessUnit unit : units) {
            source.decode(unit.number(sequence++), wanted.test(unit), this::see);
        }
    }

    private void see(FrameDecoder picture) {
        int luma = picture.frame().data(0).get((long) picture.frame().linesize(0) * 20 + 20) & 0xFF;
        seen.add(new Seen(picture.sequence(), picture.mediaTime(), picture.wallClockMicros(),
                picture.frame().width(), picture.frame().height(), luma));
    }

    /** The greys once more, with B pictures, which the encoder in our FFmpeg cannot make. */
    private List<AccessUnit> reordered() throws IOException, InterruptedException {
        Path raw = SyntheticVideo.writeGreys(folder.resolve("greys.yuv"), 64, 48, 40);
        Path file = folder.resolve("reordered.mp4");
        boolean made;
        try {
            made = new ProcessBuilder("ffmpeg", "-v", "error", "-y", "-nostdin", "-f", "rawvideo",
                    "-pix_fmt", "yuv420p", "-s", "64x48", "-r", "25", "-i", raw.toString(), "-c:v", "libx264", "-bf", "3", "-b_strategy", "0",
                    "-g", "20", "-qp", "10", file.toString()).start().waitFor() == 0;
        } catch (IOException absent) {
            made = false;
        }
        assumeTrue(made, "Skipped: there is no ffmpeg with x264 to make B pictures");
        return VideoFile.units(file, Integer.MAX_VALUE);
    }
}
