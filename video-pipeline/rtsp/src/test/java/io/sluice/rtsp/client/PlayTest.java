package io.sluice.rtsp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.rtsp.TestClip;
import io.sluice.rtsp.client.Collector.Unit;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client plays from our server: every NAL unit and every time arrives as it was sent. */
class PlayTest {

    private RtspEngine engine;
    private RtspServer server;

    @BeforeEach
    void start() throws IOException {
        engine = new RtspEngine(EngineSettings.usual());
        server = new RtspServer(ServerSettings.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "pyramid.h264, TCP, true", "pyramid.h264, UDP, false",
        "plain.h264, AUTO, false",
        "pyramid.h265, TCP, false", "pyramid.h265, UDP, true"
    })
    void unitsArriveAsTheyWereSent(String name, TransportChoice transport, boolean spread) throws IOException {
        TestClip clip = TestClip.load(name);
        ServedStream stream = server.add("camera/1", clip.format());
        Collector collector = new Collector();
        Lane lane = engine.join();
        RtspUrl url = RtspUrl.parse("rtsp://127.0.0.1:" + server.address().getPort() + "/camera/1");
        SessionSettings settings = SessionSettings.of(url, Optional.empty(), transport);
        lane.execute(() -> lane.open(settings, new MediaTimeline(), collector));
        collector.awaitPlaying();

        List<Unit> units;
        long before = System.currentTimeMillis() * 1000;
        try (ClipPlayer player = new ClipPlayer(stream, clip.looped(), spread)) {
            units = collector.await(60);
        }

        long base = units.get(0).presentation();
        for (int i = 0; i < 60; i++) {
            Unit unit = units.get(i);
            int at = i % 50;
            long loop = i / 50 * TestClip.LENGTH;
            assertEquals(clip.pictures().get(at).nals(), unit.nals(), "unit " + i);
            assertEquals(clip.pictures().get(at).keyFrame(), unit.key(), "unit " + i);
            assertEquals(clip.presentationTimes().get(at) + loop, unit.presentation() - base, "unit " + i);
            assertEquals(clip.decodeTimes().get(at) + loop, unit.decode() - base, "unit " + i);
            assertEquals(clip.format(), unit.format());
            assertEquals(i == 0, unit.discontinuity(), "unit " + i);
            assertTrue(Math.abs(unit.wall() - before - unit.presentation() * 100 / 9 + base * 100 / 9) < 10_000_000);
        }
        assertFalse(engine.pool().allocated() > 1 << 20, "a stream of 20 kB a second takes no more than a slab or two");
    }
}
