package io.sluice.itest.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The ffmpeg programs, as judges of what we wrote. */
public final class Ffmpeg {

    private Ffmpeg() {}

    /** Digests of a file's video packets, in order of decoding. */
    public static List<String> packetDigests(Path file) throws IOException, InterruptedException {
        return run("ffmpeg", "-v", "error", "-i", file.toString(), "-map", "0:v", "-c", "copy", "-f", "framemd5", "-")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).trim())
                .toList();
    }

    /** Decodes all of a file; what is complained of, or nothing. */
    public static String complaints(Path file) throws IOException, InterruptedException {
        return run("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-");
    }

    /** Width and height, such as {@code 640,480}. */
    public static String size(Path file) throws IOException, InterruptedException {
        return run("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height",
                "-of", "csv=p=0", file.toString()).trim();
    }

    /** Frames that decode. */
    public static int frames(Path file) throws IOException, InterruptedException {
        return Integer.parseInt(run("ffprobe", "-v", "error", "-select_streams", "v", "-count_frames",
                "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file.toString()).trim());
    }

    /** Where {@code part} stands within {@code whole} without a gap; -1 when nowhere. */
    public static int place(List<String> part, List<String> whole) {
        return Collections.indexOfSubList(whole, part);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
