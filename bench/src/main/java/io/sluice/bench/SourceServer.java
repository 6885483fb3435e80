package io.sluice.bench;

import io.sluice.api.stream.Codec;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.ParameterSets;
import io.sluice.media.codec.PictureAssembler;
import io.sluice.rtsp.server.ClipPlayer;
import io.sluice.rtsp.server.RtspServer;
import io.sluice.rtsp.server.ServedStream;
import io.sluice.rtsp.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A clip played over and over by an RTSP server, as a camera sends: at real speed, packets spread over the frame time. */
public final class SourceServer implements AutoCloseable {

    private static final String PATH = "clip";

    private final RtspServer server;
    private final ClipPlayer player;

    private SourceServer(RtspServer server, ClipPlayer player) {
        this.server = server;
        this.player = player;
    }

    /** @param clip H.264 as Annex B */
    public static SourceServer loop(Path clip, int framesPerSecond) throws IOException {
        return loop(clip, framesPerSecond, 0);
    }

    /** @param port to listen on, 0 for a free one: a camera that returns is found where it was */
    public static SourceServer loop(Path clip, int framesPerSecond, int port) throws IOException {
        List<CodedPicture> pictures =
                PictureAssembler.split(Codec.H264, AnnexB.split(ByteBuffer.wrap(Files.readAllBytes(clip))));
        ParameterSets sets = new ParameterSets(Codec.H264);
        pictures.get(0).parameterSets().forEach(sets::add);
        RtspServer server = new RtspServer(ServerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        ServedStream stream = server.add(PATH, sets.format().orElseThrow());
        return new SourceServer(server, new ClipPlayer(stream, ClipPlayer.Clip.steady(pictures, framesPerSecond), true));
    }

    public String url() throws IOException {
        return "rtsp://127.0.0.1:" + port() + "/" + PATH;
    }

    public int port() throws IOException {
        return server.address().getPort();
    }

    /** The document of a camera that takes this stream and analyses it with one model. */
    public String cameraDocument(String id, String model, int framesPerSecond) throws IOException {
        return """
                {"id": "%s",
                 "source": {"driver": "rtsp", "settings": {"url": "%s"}},
                 "analyses": [{"model": "%s", "framesPerSecond": %d}]}
                """.formatted(id, url(), model, framesPerSecond);
    }

    @Override
    public void close() {
        player.close();
        server.close();
    }
}
