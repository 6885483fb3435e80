package io.sluice.mp4.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs ffmpeg's programs as foreign readers; a test that needs them is skipped where they are absent. */
public final class Tool {

    private Tool() {}

    /** Presentation time, decode time, size and key mark of each packet, in ticks of 1/90 000 s. */
    public static List<String> packets(Path file) {
        return run(List.of("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries",
                        "packet=pts,dts,size,flags", "-of", "csv=p=0", file.toString())).lines()
                .map(line -> line.replaceAll("[_D,]+$", ""))
                .toList();
    }

    /** One digest for each picture decoded; the decoder must not complain. */
    public static List<String> pictures(Path file, String... inputOptions) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error"));
        command.addAll(List.of(inputOptions));
        command.addAll(List.of("-i", file.toString(), "-map", "0:v", "-vsync", "passthrough", "-f", "framemd5", "-"));
        return run(command).lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }

    /** Output of a program that must succeed and write nothing to its error stream. */
    public static String run(List<String> command) {
        try {
            Path errors = Files.createTempFile("tool", ".err");
            try {
                Process process = start(command, errors);
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int code = process.waitFor();
                assertEquals("", Files.readString(errors), () -> "complaints of " + command);
                assertEquals(0, code, () -> "exit code of " + command);
                return output;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException error) {
            throw new IllegalStateException(error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(error);
        }
    }

    private static Process start(List<String> command, Path errors) {
        try {
            return new ProcessBuilder(command).redirectError(errors.toFile()).start();
        } catch (IOException absent) {
            assumeTrue(false, "skipped: " + command.get(0) + " is not installed");
            throw new IllegalStateException(absent);
        }
    }
}
