package io.sluice.bench.record;

import io.sluice.bench.Clips;
import io.sluice.bench.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The peer: one ffmpeg process a stream, of the same library, that copies packets into files of the same length. */
final class CopyPeers implements AutoCloseable {

    private final List<Process> processes = new ArrayList<>();

    CopyPeers(SourceProcess source, int cameras, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int camera = 0; camera < cameras; camera++) {
            processes.add(new ProcessBuilder(Clips.ffmpeg(), "-nostdin", "-v", "error", "-rtsp_transport", "tcp",
                            "-i", source.address(camera), "-map", "0:v", "-c", "copy",
                            "-f", "segment", "-segment_time", "10", "-segment_format", "mp4",
                            "-segment_format_options", "movflags=+frag_keyframe+empty_moov+default_base_moof",
                            "-y", folder.resolve(camera + "-%d.mp4").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
    }

    /** Processor time of all of them so far, in seconds. */
    double cpuSeconds() throws IOException {
        double sum = 0;
        for (Process process : processes) {
            if (!process.isAlive()) {
                throw new IOException("a peer ended with " + process.exitValue());
            }
            sum += ProcessFigures.cpuSeconds(process.pid());
        }
        return sum;
    }

    @Override
    public void close() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
