package io.sluice.mp4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.mp4.clips.Clip;
import io.sluice.mp4.clips.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, ffmpeg reads: each packet, each time, each picture. */
class ForeignReaderTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain.h264", "pyramid.h264", "large.h264", "pyramid.h265", "open.h265"})
    void packetsAndPicturesEqualTheSource(String name) throws IOException {
        Clip clip = Clip.load(name);
        Path file = Files.write(folder.resolve("clip.mp4"), Sample.file(clip, 100, 7, true).bytes());
        Path source = Files.write(folder.resolve(name), resource(name));

        assertEquals(clip.pictures().stream().map(ForeignReaderTest::packet).toList(), Tool.packets(file));
        List<String> pictures = Tool.pictures(file);
        assertFalse(pictures.isEmpty());
        List<String> wanted = Tool.pictures(source);
        assertTrue(pictures.size() >= clip.size(), "all pictures are shown");
        for (int index = 0; index < pictures.size(); index++) {
            assertEquals(wanted.get(index % wanted.size()), pictures.get(index), "picture " + index);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "pyramid.h265"})
    void oneFragmentAUnitPlaysToo(String name) throws IOException {
        Clip clip = Clip.load(name);
        Path file = Files.write(folder.resolve("clip.mp4"), Sample.file(clip, clip.size(), 1, false).bytes());
        assertEquals(clip.pictures().stream().map(ForeignReaderTest::packet).toList(), Tool.packets(file));
        assertEquals(clip.size(), Tool.pictures(file).size());
    }

    private static String packet(Clip.Picture picture) {
        return picture.presentationTime() + "," + picture.decodeTime() + "," + picture.data().remaining()
                + (picture.key() ? ",K" : "");
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Clip.class.getResourceAsStream("/clips/" + name)) {
            return in.readAllBytes();
        }
    }
}
