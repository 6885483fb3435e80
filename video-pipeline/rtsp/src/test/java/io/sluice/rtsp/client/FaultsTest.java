package io.sluice.rtsp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.Codec;
import io.sluice.media.codec.Nal;
import io.sluice.rtsp.TestClip;
import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.auth.ServerAuth.Scheme;
import io.sluice.rtsp.client.Collector.Unit;
import io.sluice.rtsp.client.SessionFault.Kind;
import io.sluice.rtsp.client.SessionSettings.TransportChoice;
import io.sluice.rtsp.message.RtspUrl;
import io.sluice.rtsp.rtp.MediaTimeline;
import io.sluice.rtsp.server.ClipPlayer;
import io.sluice.rtsp.server.RtspServer;
import io.sluice.rtsp.server.ServedStream;
import io.sluice.rtsp.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What cameras and networks do wrong, over real sockets. */
class FaultsTest {

    private static final Credentials LOGIN = new Credentials("admin", "p@ss \"word\"");

    private final TestClip clip = TestClip.load("pyramid.h264");
    private final Collector collector = new Collector();
    private final List<AutoCloseable> open = new ArrayList<>();
    private RtspEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = closing(new RtspEngine(EngineSettings.usual()));
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void nobodyListeningIsUnreachable() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        play(settings(port, TransportChoice.TCP));

        assertEquals(Kind.UNREACHABLE, collector.awaitFault().kind());
    }

    @Test
    void unknownHostIsUnreachable() {
        play(SessionSettings.of(
                RtspUrl.parse("rtsp://no-such-host.invalid/x"), Optional.empty(), TransportChoice.TCP));

        assertTrue(collector.awaitFault().message().contains("no-such-host.invalid"));
    }

    @Test
    void serverThatNeverAnswersIsGivenUp() throws IOException {
        ServerSocket mute = closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        play(settings(mute.getLocalPort(), TransportChoice.TCP).answerTimeout(Duration.ofMillis(300)));

        assertEquals(Kind.NO_ANSWER, collector.awaitFault().kind());
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void everySchemeLetsTheRightPasswordInAndTheWrongOneNot(Scheme scheme) throws IOException {
        RtspServer server = server(local().login(LOGIN, Set.of(scheme)));
        playing(server);
        SessionSettings wanted = settings(server.address().getPort(), TransportChoice.TCP);

        play(login(wanted, LOGIN));
        collector.await(1);

        Collector refused = new Collector();
        play(login(wanted, new Credentials("admin", "wrong")), refused);
        assertEquals(Kind.UNAUTHORIZED, refused.awaitFault().kind());

        Collector anonymous = new Collector();
        play(wanted, anonymous);
        assertEquals(Kind.CREDENTIALS_MISSING, anonymous.awaitFault().kind());
    }

    @Test
    void staleNonceIsNoWrongPassword() throws IOException {
        // Each nonce is stale by the next keepalive, which must be signed anew without a fault.
        RtspServer server = server(local().login(LOGIN, Set.of(Scheme.DIGEST_MD5))
                .nonceLife(Duration.ofMillis(300)).sessionTimeout(Duration.ofSeconds(2)));
        playing(server);

        play(login(settings(server.address().getPort(), TransportChoice.TCP), LOGIN));

        collector.await(300);
    }

    @Test
    void keepaliveHoldsTheSessionOverItsTimeout() throws IOException {
        RtspServer server = server(local().sessionTimeout(Duration.ofSeconds(2)));
        playing(server);

        play(settings(server.address().getPort(), TransportChoice.UDP));

        collector.await(300);
    }

    @Test
    void unknownPathIsNotFound() throws IOException {
        play(settings(server(local()).address().getPort(), TransportChoice.TCP));

        assertEquals(Kind.NOT_FOUND, collector.awaitFault().kind());
    }

    @Test
    void transportNotOfferedIsNamedOrReplaced() throws IOException {
        RtspServer server = server(local().udp(false));
        playing(server);
        play(settings(server.address().getPort(), TransportChoice.UDP));
        assertEquals(Kind.TRANSPORT_REFUSED, collector.awaitFault().kind());

        RtspServer other = server(local());
        playing(other);
        MeddlingProxy proxy = proxy(other);
        proxy.requests(text -> text.replace("RTP/AVP/TCP", "RTP/AVP/UNHEARD-OF"));
        Collector fallsBack = new Collector();
        play(settings(proxy.port(), TransportChoice.AUTO), fallsBack);
        fallsBack.await(1);
    }

    @Test
    void otherCodecIsNamed() throws IOException {
        MeddlingProxy proxy = meddled();
        proxy.replies(text -> text.replace("H264/90000", "JPEG/90000"));
        play(settings(proxy.port(), TransportChoice.TCP));

        SessionFault fault = collector.awaitFault();
        assertEquals(Kind.UNSUPPORTED_VIDEO, fault.kind());
        assertTrue(fault.message().contains("JPEG"), fault.message());
    }

    @Test
    void garbageInTheStreamEndsTheSession() throws IOException {
        MeddlingProxy proxy = meddled();
        play(settings(proxy.port(), TransportChoice.TCP));
        collector.await(5);

        proxy.inject(new byte[] {1, 2, 3, 4, 5});

        assertEquals(Kind.GARBAGE, collector.awaitFault().kind());
    }

    @Test
    void serverOfAnotherProtocolIsGarbage() throws IOException {
        MeddlingProxy proxy = meddled();
        proxy.replies(text -> "HTTP/1.1 400 Bad Request\r\n\r\n");
        play(settings(proxy.port(), TransportChoice.TCP));

        assertEquals(Kind.GARBAGE, collector.awaitFault().kind());
    }

    @Test
    void frozenStreamIsNoticed() throws IOException {
        MeddlingProxy proxy = meddled();
        play(settings(proxy.port(), TransportChoice.TCP).stallTimeout(Duration.ofMillis(400)));
        collector.await(5);

        proxy.freeze();

        assertEquals(Kind.STALLED, collector.awaitFault().kind());
    }

    @Test
    void streamWithoutKeyFrameIsNamed() throws IOException {
        RtspServer server = server(local());
        ServedStream stream = server.add("cam", clip.format());
        List<ByteBuffer> noKey = clip.pictures().get(1).nals();
        play(settings(server.address().getPort(), TransportChoice.TCP).keyFrameTimeout(Duration.ofMillis(500)));
        collector.awaitPlaying();
        Thread feeder = new Thread(() -> {
            for (int i = 0; i < 10_000 && !Thread.currentThread().isInterrupted(); i++) {
                // Said to be a key frame, so that the server lets clients begin here.
                stream.send(noKey, i * 90L, 1, true);
                LockSupport.parkNanos(1_000_000);
            }
        });
        open.add(feeder::interrupt);
        feeder.start();

        assertEquals(Kind.NO_KEY_FRAME, collector.awaitFault().kind());
    }

    @Test
    void serverThatGoesIsLost() throws IOException {
        RtspServer server = server(local());
        playing(server);
        play(settings(server.address().getPort(), TransportChoice.TCP));
        collector.await(5);

        server.close();

        assertEquals(Kind.LOST, collector.awaitFault().kind());
    }

    @Test
    void lossOverUdpDropsWhatIsDamagedAndNothingElse() throws IOException {
        MeddlingProxy proxy = meddled();
        proxy.lose(n -> n % 23 == 22);
        play(settings(proxy.port(), TransportChoice.UDP));

        List<Unit> units = collector.await(100);

        int at = 0;
        int gaps = 0;
        for (Unit unit : units) {
            int before = at;
            // What arrives is a picture of the clip, whole, and later than the one before.
            while (!clip.pictures().get(at % 50).nals().equals(unit.nals())) {
                at++;
                assertTrue(at - before < 50, "a unit that was never sent");
            }
            boolean skipped = at != before && unit != units.get(0);
            assertTrue(unit.discontinuity() || !skipped, "pictures are missing before " + at + ", and nothing says so");
            gaps += skipped ? 1 : 0;
            at++;
        }
        assertTrue(gaps > 3, "losses were to be seen, not " + gaps);
    }

    @Test
    void resolutionChangesInMidStreamAtAKeyFrame() throws IOException {
        TestClip small = TestClip.load("plain.h264");
        TestClip large = TestClip.load("large.h264");
        RtspServer server = server(local());
        ServedStream stream = server.add("cam", small.format());
        play(settings(server.address().getPort(), TransportChoice.TCP));
        collector.awaitPlaying();
        for (int i = 0; i < 30; i++) {
            stream.send(small.pictures().get(i).nals(), i * 3600L, i + 1, i % 25 == 0);
        }
        stream.format(large.format());
        for (int i = 0; i < 30; i++) {
            stream.send(large.pictures().get(i).nals(), (30 + i) * 3600L, i + 1, i % 25 == 0);
        }

        List<Unit> units = collector.await(60);

        assertEquals(List.of(160, 256),
                units.stream().map(unit -> unit.format().width()).distinct().toList());
        assertEquals(large.format(), units.get(30).format());
        assertTrue(units.get(30).key());
        assertEquals(small.format(), units.get(29).format());
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Base: [^\r]*\r\n', ''",
        "'CSeq', 'cseq'",
        "'Session', 'SESSION'",
        "'Content-Base: ([^\r]*)/\r\n', 'content-base:$1\r\n'",
        "'sprop-parameter-sets=[^;\r]*', 'sprop-parameter-sets='",
        "'a=fmtp:[^\r]*\r\n', ''",
        "'a=control:\\*\r\n', ''",
        "'a=control:trackID', 'a=control:/trackID'",
        "'Public: [^\r]*\r\n', ''",
        "';timeout=\\d+', ''"
    })
    void serversQuirksDoNotMatter(String pattern, String replacement) throws IOException {
        MeddlingProxy proxy = meddled();
        proxy.replies(text -> text.replaceAll(pattern, replacement));
        play(settings(proxy.port(), TransportChoice.TCP));

        List<Unit> units = collector.await(10);
        assertEquals(clip.format(), units.get(0).format());
    }

    @Test
    void redirectIsFollowed() throws IOException {
        RtspServer server = server(local());
        playing(server);
        String there = "RTSP/1.0 302 Found\r\nCSeq: 2\r\nLocation: rtsp://127.0.0.1:"
                + server.address().getPort() + "/cam\r\n\r\n";
        MeddlingProxy proxy = proxy(server);
        proxy.replies(text -> text.contains("m=video") ? there : text);
        play(settings(proxy.port(), TransportChoice.TCP));

        collector.await(5);
    }

    @Test
    void slowClientSkipsToAKeyFrameAndHarmsNobody() throws IOException {
        RtspServer server = server(local().clientQueue(1 << 20));
        ServedStream stream = server.add("cam", clip.format());
        MeddlingProxy proxy = proxy(server);
        Collector healthy = new Collector();
        play(settings(proxy.port(), TransportChoice.TCP).stallTimeout(Duration.ofSeconds(60)));
        play(settings(server.address().getPort(), TransportChoice.TCP), healthy);
        collector.awaitPlaying();
        healthy.awaitPlaying();

        // More than the sockets on the way hold, so that the server's own queue fills.
        proxy.freeze();
        for (int i = 0; i < 300; i++) {
            feed(stream, i);
            healthy.await(i + 1);
        }
        proxy.thaw();
        // The first it gets after its queue was emptied must be one to begin with.
        List<Unit> late = collector.awaitUnits(units -> {
            feed(stream, 300 + 10 * units.size());
            return units.stream().skip(1).anyMatch(Unit::discontinuity);
        });

        // Of those that it had time for; what comes after the thaw is sent as fast as can be.
        assertTrue(healthy.await(300).stream().limit(300).skip(1).noneMatch(Unit::discontinuity), "the other lost something");
        assertTrue(late.stream().skip(1).filter(Unit::discontinuity).findFirst().orElseThrow().key());
    }

    /** A large picture; every tenth can be decoded from. */
    private void feed(ServedStream stream, int number) {
        ByteBuffer slice = clip.pictures().get(number % 10 == 0 ? 0 : 1).nals().stream()
                .filter(nal -> Nal.kind(Codec.H264, nal).slice())
                .findFirst().orElseThrow();
        ByteBuffer padded = ByteBuffer.allocate(60_000).put(slice.duplicate());
        stream.send(List.of(padded.clear()), number * 3600L, number + 1, number % 10 == 0);
    }

    private RtspServer server(ServerSettings settings) throws IOException {
        return closing(new RtspServer(settings));
    }

    private static ServerSettings local() {
        return ServerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private void playing(RtspServer server) {
        // Four times as fast as it was made, so that a key frame is never far.
        ClipPlayer.Clip fast = ClipPlayer.Clip.steady(clip.pictures(), 100);
        closing(new ClipPlayer(server.add("cam", clip.format()), fast, false));
    }

    private MeddlingProxy proxy(RtspServer server) throws IOException {
        return closing(new MeddlingProxy(server.address().getPort()));
    }

    private MeddlingProxy meddled() throws IOException {
        RtspServer server = server(local());
        playing(server);
        return proxy(server);
    }

    private static SessionSettings settings(int port, TransportChoice transport) {
        return SessionSettings.of(RtspUrl.parse("rtsp://127.0.0.1:" + port + "/cam"), Optional.empty(), transport);
    }

    private static SessionSettings login(SessionSettings settings, Credentials login) {
        return SessionSettings.of(settings.url(), Optional.of(login), settings.transport());
    }

    private void play(SessionSettings settings) {
        play(settings, collector);
    }

    private void play(SessionSettings settings, SessionListener listener) {
        Lane lane = engine.join();
        CountDownLatch opened = new CountDownLatch(1);
        lane.execute(() -> {
            lane.open(settings, new MediaTimeline(), listener);
            opened.countDown();
        });
        lane.loop().await(opened);
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(resource);
        return resource;
    }
}
