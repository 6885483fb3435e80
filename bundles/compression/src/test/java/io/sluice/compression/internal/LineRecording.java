package io.sluice.compression.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.recording.Segment;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageIO;

/** A recording of the demo line, a picture a second, each a key frame; encoded by a foreign FFmpeg. */
final class LineRecording {

    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private LineRecording() {}

    /** One picture of the line, as PNG. */
    static void picture(Path file, int line) throws IOException {
        YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        new LineScene(LineOptions.taught(3000 + line)).draw(40L * line, picture);
        BufferedImage image = new BufferedImage(LineScene.WIDTH, LineScene.HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < LineScene.HEIGHT; y++) {
            for (int x = 0; x < LineScene.WIDTH; x++) {
                image.setRGB(x, y, picture.rgb(x, y));
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }

    /**
     * @param seconds of it
     * @param still whether every picture is the same
     */
    static Segment write(Path file, int seconds, boolean still) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s",
                        LineScene.WIDTH + "x" + LineScene.HEIGHT, "-r", "1", "-i", "-", "-c:v", "libx264", "-preset",
                        "ultrafast", "-g", "1", "-video_track_timescale", "90000", "-movflags",
                        "+frag_keyframe+empty_moov+default_base_moof", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 20)) {
            for (int second = 0; second < seconds; second++) {
                int line = still ? 0 : second;
                new LineScene(LineOptions.taught(3000 + line)).draw(40L * line, picture);
                out.write(picture.luma());
                out.write(picture.blue());
                out.write(picture.red());
            }
        }
        assertEquals(0, process.waitFor(), "FFmpeg did not encode it");
        return new Segment(1, "line", file, START, START.plusSeconds(seconds), 0, 90_000L * seconds, Files.size(file), 0, 1,
                "avc1", LineScene.WIDTH, LineScene.HEIGHT, true);
    }
}
