package io.sluice.bench.record;

import io.sluice.api.stream.Codec;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.ParameterSets;
import io.sluice.media.codec.PictureAssembler;
import io.sluice.rtsp.server.ClipPlayer;
import io.sluice.rtsp.server.RtspServer;
import io.sluice.rtsp.server.ServedStream;
import io.sluice.rtsp.server.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many cameras as a process of their own, so that their processor time is nobody else's: one clip over and over on
 * each, packets spread over the time of their frame, and each camera begun at another moment of a group of pictures.
 */
public final class SourceProcess implements AutoCloseable {

    private static final int FRAMES_PER_SECOND = 30;

    private final Process process;
    private final int port;

    private SourceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until all cameras play. */
    static SourceProcess start(Path clip, int cameras) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                        SourceProcess.class.getName(), clip.toString(), Integer.toString(cameras))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the cameras did not start");
        }
        return new SourceProcess(process, Integer.parseInt(line));
    }

    String address(int camera) {
        return "rtsp://127.0.0.1:" + port + "/" + camera;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The process itself: a clip and a number of cameras; tells its port, and plays until its input ends. */
    public static void main(String[] arguments) throws Exception {
        ByteBuffer stream = ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[0])));
        int cameras = Integer.parseInt(arguments[1]);
        List<CodedPicture> pictures = PictureAssembler.split(Codec.H264, AnnexB.split(stream));
        ParameterSets sets = new ParameterSets(Codec.H264);
        pictures.get(0).parameterSets().forEach(sets::add);
        ClipPlayer.Clip clip = ClipPlayer.Clip.steady(pictures, FRAMES_PER_SECOND);
        RtspServer server =
                new RtspServer(ServerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        for (int camera = 0; camera < cameras; camera++) {
            ServedStream served = server.add(Integer.toString(camera), sets.format().orElseThrow());
            new ClipPlayer(served, clip, true);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / cameras);
        }
        System.out.println(server.address().getPort());
        while (System.in.read() >= 0) {
            // Plays until whoever started it is done.
        }
        System.exit(0);
    }
}
