package io.sluice.rtsp.client;

import io.sluice.rtsp.message.RtspUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** GStreamer's RTSP server as a process; needs Python 3 with gi and GstRtspServer. */
final class GstreamerServer implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";

    private final Process process;
    private final int port;

    GstreamerServer(String clip, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PYTHON, "src/test/resources/gst_server.py",
                Path.of("../media/src/test/resources/clips", clip).toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = out.readLine();
        if (line == null || !line.startsWith("port ")) {
            process.destroyForcibly();
            throw new IOException("GStreamer's server did not start: " + line);
        }
        port = Integer.parseInt(line.substring(5));
    }

    RtspUrl url() {
        return RtspUrl.parse("rtsp://127.0.0.1:" + port + "/clip");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it can run here. */
    static boolean present() {
        try {
            Process probe = new ProcessBuilder(PYTHON, "-c",
                    "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
