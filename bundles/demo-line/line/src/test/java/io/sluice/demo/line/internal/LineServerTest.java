package io.sluice.demo.line.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The served line as somebody else's client sees it. */
class LineServerTest {

    private static final int FRAMES = 40;

    @Test
    void aForeignClientReadsPicturesAtTheirRateFromTheFirstKeyFrameOn() throws Exception {
        assumeTrue(present("ffprobe"), "ffprobe is not installed; it is the foreign client of this test");
        try (LineServer server = new LineServer(0)) {
            List<String> stream = ffprobe(server.url(), "-show_entries", "stream=codec_name,width,height");
            assertEquals("h264,1280,720", stream.get(0));

            List<String> packets =
                    ffprobe(server.url(), "-read_intervals", "%+#" + FRAMES, "-show_entries", "packet=pts_time,flags");
            assertEquals(FRAMES, packets.size(), packets::toString);
            assertTrue(packets.get(0).contains(",K"), packets.get(0));
            long keys = packets.stream().filter(packet -> packet.contains(",K")).count();
            assertTrue(keys >= 3, keys + " key frames in " + FRAMES + " pictures");
            // Until FFmpeg knows more it gives the first packet no time.
            List<String> timed = packets.stream().filter(packet -> !packet.startsWith("N/A")).toList();
            double shortest = Double.MAX_VALUE;
            for (int i = 1; i < timed.size(); i++) {
                shortest = Math.min(shortest, time(timed.get(i)) - time(timed.get(i - 1)));
            }
            assertEquals(1.0 / Studio.FRAMES_PER_SECOND, shortest, 0.001, "seconds from picture to picture");
        }
    }

    private static double time(String packet) {
        return Double.parseDouble(packet.substring(0, packet.indexOf(',')));
    }

    private static boolean present(String program) {
        try {
            Process process = new ProcessBuilder(program, "-version").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> ffprobe(String url, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("timeout", "30", "ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-of", "csv=p=0"));
        command.addAll(List.of(arguments));
        command.add(url);
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(10, TimeUnit.SECONDS), "ffprobe does not end");
        assertEquals(0, process.exitValue(), output);
        return output.lines().filter(line -> !line.isBlank()).toList();
    }
}
