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
    void aFragmentsFirstPictureIsTheUnitThatWasWritten() throws IOException {
        int read = 0;
        Path file = Files.write(folder.resolve("clip.mp4"), Sample.blocks(clip, 50, 5, 4096).bytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ScannedFile scanned = FragmentedFile.scan(channel).orElseThrow();
            for (int index = 0; index < scanned.fragments().size(); index++) {
                ScannedFragment fragment = scanned.fragments().get(index);
                AccessUnit unit = clip.unit(5 * index, () -> {});
                assertEquals(unit.keyFrame(), fragment.keyFrame());
                assertEquals(unit.keyFrame() ? unit.data() : null, KeyFrames.first(channel, fragment).orElse(null));
                read += fragment.keyFrame() ? 1 : 0;
            }
        }
        assertTrue(read > 0, "the clip has no key frame at the beginning of a fragment");
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
