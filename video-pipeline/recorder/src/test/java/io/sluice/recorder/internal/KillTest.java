package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.recording.Segment;
import io.sluice.mp4.clips.Clip;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    /** Fragment, cadence and a queue that had not been emptied, at the speed of the test. */
    private static final int MOST_LOST = 400;

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void afterAKillAllUpToTheLastFragmentPlaysAndTheIndexIsRight(RepetitionInfo repetition) throws Exception {
        int published = recordAndKill(600 + new Random(repetition.getCurrentRepetition()).nextInt(700));

        Bench bench = new Bench(folder.resolve("recordings"));
        try (bench) {
            bench.database(KilledRecorder.database(folder)).start(2, 0);
            long files = files();
            Bench.await("all files are in the index", () -> bench.segments().size() == files);
            List<Segment> segments = bench.segments();
            for (Segment segment : segments) {
                assertEquals(Files.size(segment.file()), segment.bytes(), "cut to the last complete fragment");
            }
            Bench.assertOneRun(segments);
            List<String> recorded = Bench.recorded(segments);
            assertTrue(recorded.size() >= published - MOST_LOST, recorded.size() + " of " + published);
            Clip clip = Clip.load("pyramid.h264");
            for (int index = 0; index < recorded.size(); index++) {
                assertEquals(Bench.digest(clip.unit(index, () -> {}).data()), recorded.get(index), "unit " + index);
            }
        }
    }

    /** Kills the recorder once this many units were published; how many were in the end. */
    private int recordAndKill(int units) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process recorder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=none.xml", KilledRecorder.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int count = 0;
        try (InputStream said = recorder.getInputStream()) {
            while (count < units && said.read() >= 0) {
                count++;
            }
            recorder.destroyForcibly().waitFor();
            assertEquals(units, count, "the recorder ran until it was killed");
            return count;
        } finally {
            recorder.destroyForcibly();
        }
    }

    private long files() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("recordings"))) {
            return files.filter(file -> file.toString().endsWith(".mp4")).count();
        }
    }
}
