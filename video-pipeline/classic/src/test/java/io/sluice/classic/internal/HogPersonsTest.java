package io.sluice.classic.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.analysis.Step;
import io.sluice.api.result.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Mat;

/** Walking people of a real video; skipped where it, or the program that reads it, is absent. */
class HogPersonsTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void library() {
        Shots.ready();
    }

    @Test
    void seesWhoWalksThroughTheVideo() throws IOException, InterruptedException {
        Path video = PcbPairs.folder().resolveSibling("videos/one-by-one-person-detection.mp4");
        assumeTrue(Files.exists(video), "Skipped: there is no " + video);
        Process reader = new ProcessBuilder("ffmpeg", "-v", "error", "-i", video.toString(), "-vf", "fps=1", "-t", "60",
                folder.resolve("%03d.png").toString()).inheritIO().start();
        assertEquals(0, reader.waitFor());
        int pictures = 0;
        int seen = 0;
        try (Step step = new HogPersons(() -> "4.9.0").open("{\"width\":768}"); PictureMats converter = new PictureMats()) {
            for (int index = 1; Files.exists(picture(index)); index++) {
                Mat picture = Shots.read(picture(index).toString());
                List<Detection> found = step.apply(Shots.picture(converter, picture)).detections();
                picture.release();
                pictures++;
                seen += found.isEmpty() ? 0 : 1;
                assertTrue(found.stream().allMatch(one -> one.label().equals("person")), found.toString());
            }
        }
        System.out.printf("hog-persons pictures=%d with_person=%d%n", pictures, seen);
        assertTrue(seen >= 5, seen + " of " + pictures);
    }

    private Path picture(int index) {
        return folder.resolve(String.format("%03d.png", index));
    }
}
