package io.sluice.mp4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.clips.Clip;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFramesTest {

    private final Clip clip = Clip.load("pyramid.h264");

    @TempDir
    private Path folder;

    @Test
    void aFragmentsKeyFrameIsTheUnitThatWasWritten() throws IOException {
        int read = 0;
        int within = 0;
        Path file = Files.write(folder.resolve("clip.mp4"), Sample.blocks(clip, 50, 7, 4096).bytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ScannedFile scanned = FragmentedFile.scan(channel).orElseThrow();
            for (int index = 0; index < scanned.fragments().size(); index++) {
                ScannedFragment fragment = scanned.fragments().get(index);
                AccessUnit key = null;
                for (int unit = 7 * index; unit < Math.min(50, 7 * index + 7) && key == null; unit++) {
                    AccessUnit one = clip.unit(unit, () -> {});
                    key = one.keyFrame() ? one : null;
                }
                assertEquals(key == null ? null : key.data(), KeyFrames.first(channel, fragment).orElse(null));
                read += key != null ? 1 : 0;
                within += key != null && !fragment.keyFrame() ? 1 : 0;
            }
        }
        assertTrue(read > 0 && within > 0, read + " key frames, " + within + " within a fragment");
    }

    @Test
    void whateverTheBytesAreItEnds() throws IOException {
        byte[] sound = Sample.file(clip, 10, 5, true).bytes();
        ScannedFragment fragment;
        Path file = Files.write(folder.resolve("sound.mp4"), sound);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            fragment = FragmentedFile.scan(channel).orElseThrow().fragments().get(0);
        }
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            byte[] broken = sound.clone();
            broken[(int) fragment.offset() + random.nextInt(160)] = (byte) random.nextInt();
            Files.write(file, broken);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                KeyFrames.first(channel, fragment).ifPresent(bytes ->
                        assertTrue(bytes.remaining() <= fragment.size(), "more than the fragment has"));
            }
        }
    }
}
