package io.sluice.itest.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GStreamer's RTSP server in a process of its own: somebody else's idea of the protocol. */
public final class ForeignRtspServer implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";

    private final int port;
    private final List<String> command = new ArrayList<>();
    private Process process;

    private ForeignRtspServer(int port, List<String> arguments) throws IOException {
        this.port = port;
        command.add(PYTHON);
        try {
            command.add(Path.of(ForeignRtspServer.class.getResource("/rtsp_server.py").toURI()).toString());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        command.add(Integer.toString(port));
        command.addAll(arguments);
    }

    /** @param mounts each {@code /path=pipeline} */
    public static ForeignRtspServer start(String... mounts) throws IOException {
        ForeignRtspServer server = new ForeignRtspServer(Gateway.freePort(), List.of(mounts));
        server.start();
        return server;
    }

    public static ForeignRtspServer startGuarded(String user, String password, String... mounts) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--auth", user + ":" + password));
        arguments.addAll(List.of(mounts));
        ForeignRtspServer server = new ForeignRtspServer(Gateway.freePort(), arguments);
        server.start();
        return server;
    }

    /** A mount that plays an MP4 file with H.264 at real speed. */
    public static String file(String path, Path file) {
        return path + "=filesrc location=" + file + " ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1";
    }

    /** A mount with a live test picture; {@code size} is changed by {@link #shrink()}. */
    public static String testPicture(String path, String afterPayloader) {
        return path + "=videotestsrc is-live=true pattern=ball ! capsfilter name=size caps=\"video/x-raw,width=640,height=480\""
                + " ! videorate ! video/x-raw,framerate=15/1"
                + " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 bitrate=800"
                + " ! rtph264pay config-interval=-1 pt=96 " + afterPayloader;
    }

    public static String testPicture(String path) {
        return testPicture(path, "name=pay0");
    }

    public void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("GStreamer's RTSP server did not start: " + said);
            }
            said.append(line).append('\n');
        }
        Thread drain = new Thread(() -> output.lines().forEach(line -> {}), "rtsp-server-output");
        drain.setDaemon(true);
        drain.start();
    }

    public String address(String path) {
        return "rtsp://127.0.0.1:" + port + path;
    }

    /** Goes away without a word, as when the plug is pulled. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Keeps the connection and says nothing more. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Changes test pictures to 320x240 in mid-stream. */
    public void shrink() throws IOException, InterruptedException {
        signal("USR1");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
