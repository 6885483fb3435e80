package io.sluice.drivers.rtsp.internal;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.PictureAssembler;
import io.sluice.media.codec.StreamFormats;
import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.auth.ServerAuth;
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
import java.util.Optional;
import java.util.Set;

/** A camera to connect to: four key frames a second, can be switched off and on again at its port. */
final class TestCamera implements AutoCloseable {

    private static final Path CLIP = Path.of("../../../video-pipeline/media/src/test/resources/clips/plain.h264");
    private static final int FRAMES_PER_SECOND = 100;

    private final List<CodedPicture> pictures;
    private final StreamFormat format;
    private final Optional<Credentials> login;
    private int port;
    private Optional<RtspServer> server = Optional.empty();
    private Optional<ClipPlayer> player = Optional.empty();
    private Optional<ServedStream> stream = Optional.empty();

    TestCamera(Optional<Credentials> login) throws IOException {
        this.login = login;
        pictures = PictureAssembler.split(Codec.H264, AnnexB.split(ByteBuffer.wrap(Files.readAllBytes(CLIP))));
        format = StreamFormats.of(Codec.H264, pictures.get(0).parameterSets());
        switchOn();
    }

    String url() {
        return "rtsp://127.0.0.1:" + port + "/live/main";
    }

    int viewers() {
        return stream.map(ServedStream::clients).orElse(0);
    }

    void switchOn() throws IOException {
        ServerSettings settings = ServerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        if (login.isPresent()) {
            settings = settings.login(login.get(), Set.of(ServerAuth.Scheme.DIGEST_MD5));
        }
        RtspServer started = new RtspServer(settings);
        port = started.address().getPort();
        server = Optional.of(started);
        stream = Optional.of(started.add("live/main", format));
        thaw();
    }

    void switchOff() {
        freeze();
        server.ifPresent(RtspServer::close);
        server = Optional.empty();
    }

    /** Sends no more pictures, but stays connected. */
    void freeze() {
        player.ifPresent(ClipPlayer::close);
        player = Optional.empty();
    }

    void thaw() {
        player = stream.map(to -> new ClipPlayer(to, ClipPlayer.Clip.steady(pictures, FRAMES_PER_SECOND), false));
    }

    @Override
    public void close() {
        switchOff();
    }
}
