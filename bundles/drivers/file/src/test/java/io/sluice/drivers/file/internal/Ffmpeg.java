package io.sluice.drivers.file.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ffmpeg program as a maker of test files, foreign to what is tested. */
final class Ffmpeg {

    private Ffmpeg() {}

    static void assumePresent() {
        boolean present = false;
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            present |= Files.isExecutable(Path.of(folder, "ffmpeg"));
        }
        assumeTrue(present, "skipped: there is no ffmpeg program to make test files with");
    }

    /** One second of a test picture at 25 frames a second, three groups of pictures, with B-frames. */
    static Path encode(Path file, String... codec) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=1", "-pix_fmt", "yuv420p", "-g", "10",
                "-bf", "2"));
        arguments.addAll(List.of(codec));
        arguments.add(file.toString());
        run(arguments);
        return file;
    }

    static Path copy(Path from, Path to, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-i", from.toString(), "-c", "copy"));
        arguments.addAll(List.of(options));
        arguments.add(to.toString());
        run(arguments);
        return to;
    }

    static void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
