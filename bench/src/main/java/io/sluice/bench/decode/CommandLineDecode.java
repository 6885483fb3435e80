package io.sluice.bench.decode;

import io.sluice.bench.Clips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The peer: the ffmpeg program of the same library, with the same scaler and one thread. */
final class CommandLineDecode {

    private static final Pattern TIMES = Pattern.compile("bench: utime=([0-9.]+)s stime=([0-9.]+)s");

    private final Path clip;

    CommandLineDecode(Path clip) {
        this.clip = clip;
    }

    /** Processor time of the whole program, in seconds. */
    double run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Clips.ffmpeg(), "-nostdin", "-hide_banner", "-benchmark"));
        command.addAll(conversion());
        command.addAll(List.of("-f", "null", "-"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher times = TIMES.matcher(said);
        if (process.waitFor() != 0 || !times.find()) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    }

    /** MD5 of each picture as raw video. */
    List<String> digests() throws IOException, InterruptedException {
        Path digests = Files.createTempFile("sluice-decode", ".framemd5");
        try {
            List<String> arguments = new ArrayList<>(conversion());
            arguments.addAll(List.of("-f", "framemd5", digests.toString()));
            Clips.run(arguments.toArray(String[]::new));
            return Files.readAllLines(digests).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .toList();
        } finally {
            Files.delete(digests);
        }
    }

    private List<String> conversion() {
        String scale = "scale=" + OurDecode.SIDE + ":" + OurDecode.SIDE + ":flags=bicubic,format=gbrpf32le";
        return List.of("-filter_threads", "1", "-threads", "1", "-i", clip.toString(), "-fps_mode", "passthrough",
                "-vf", scale);
    }
}
