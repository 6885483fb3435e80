package io.sluice.mp4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.clips.Clip;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings read back, picture by picture. */
class SamplesTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadWithItsTimes() throws IOException {
        Clip clip = Clip.load("pyramid.h264");
        List<Samples.Sample> read = read(Sample.blocks(clip, clip.size(), 7, 4096).bytes());
        assertEquals(clip.size(), read.size());
        for (int index = 0; index < clip.size(); index++) {
            AccessUnit unit = clip.unit(index, () -> { });
            Samples.Sample sample = read.get(index);
            assertEquals(unit.data(), sample.data(), "unit " + index);
            assertEquals(unit.decodeTime(), sample.decodeTime());
            assertEquals(unit.presentationTime(), sample.presentationTime());
            assertEquals(unit.keyFrame(), sample.keyFrame());
        }
    }

    @Test
    void ofABrokenFragmentIsReadWhatStandsBeforeTheBreak() throws IOException {
        Clip clip = Clip.load("plain.h264");
        Sample sample = Sample.file(clip, 5, 5, true);
        Path file = Files.write(folder.resolve("broken.mp4"), sample.bytes());
        ScannedFragment whole = FragmentedFile.scan(file).orElseThrow().fragments().get(0);
        ScannedFragment longer = new ScannedFragment(whole.offset() + 4, whole.size() - 4, whole.decodeTime(), whole.duration(),
                whole.samples(), whole.keyFrame(), whole.wallClockMicros(), whole.firstSequence(), whole.run());
        try (FileChannel channel = FileChannel.open(file)) {
            assertTrue(Samples.of(channel, longer).isEmpty());
            assertEquals(5, Samples.of(channel, whole).size());
        }
    }

    private List<Samples.Sample> read(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("clip.mp4"), bytes);
        List<Samples.Sample> all = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            for (ScannedFragment fragment : FragmentedFile.scan(channel).orElseThrow().fragments()) {
                all.addAll(Samples.of(channel, fragment));
            }
        }
        return all;
    }
}
