package io.sluice.rtsp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.stream.Codec;
import io.sluice.media.codec.Nal;
import io.sluice.rtsp.TestClip;
import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.client.Collector.Unit;
import io.sluice.rtsp.client.SessionSettings.TransportChoice;
import io.sluice.rtsp.rtp.MediaTimeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our client plays from GStreamer's server, which knows nothing of us. */
class ForeignServerTest {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignServerTest.class);
    private static boolean present;

    private RtspEngine engine;

    @BeforeAll
    static void look() {
        present = GstreamerServer.present();
        if (!present) {
            LOG.warn("Skipped: needs /usr/bin/python3 with gir1.2-gst-rtsp-server-1.0");
        }
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue(present, "/usr/bin/python3 with gir1.2-gst-rtsp-server-1.0 is not installed");
        engine = new RtspEngine(EngineSettings.usual());
    }

    @AfterEach
    void stop() {
        if (present) {
            engine.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pyramid.h264, TCP, ''", "pyramid.h264, UDP, digest", "plain.h264, TCP, basic",
        "pyramid.h265, TCP, digest", "pyramid.h265, UDP, ''"
    })
    void everyNalUnitAndTimeArrives(String name, TransportChoice transport, String auth) throws IOException {
        TestClip clip = TestClip.load(name);
        Collector collector = new Collector();
        List<Unit> units;
        try (GstreamerServer server = auth.isEmpty() ? new GstreamerServer(name) : new GstreamerServer(name, auth)) {
            Optional<Credentials> login = Optional.of(new Credentials("user", "secret"));
            SessionSettings settings = SessionSettings.of(server.url(), login, transport);
            Lane lane = engine.join();
            lane.execute(() -> lane.open(settings, new MediaTimeline(), collector));
            units = collector.await(60);
        }

        // While GStreamer starts, its clock may let the first pictures pass; from the key frame we got, all must come.
        List<ByteBuffer> first = slices(clip.format().codec(), units.get(0).nals());
        int start = 0;
        while (!slices(clip.format().codec(), clip.pictures().get(start).nals()).equals(first)) {
            start++;
        }
        long base = units.get(0).presentation() - clip.presentationTimes().get(start);
        for (int i = 0; i < 60; i++) {
            Unit unit = units.get(i);
            int at = (start + i) % 50;
            long loop = (start + i) / 50 * TestClip.LENGTH;
            String what = "unit " + i;
            assertEquals(
                    slices(clip.format().codec(), clip.pictures().get(at).nals()),
                    slices(clip.format().codec(), unit.nals()), what);
            assertEquals(clip.pictures().get(at).keyFrame(), unit.key(), what);
            assertNear(clip.presentationTimes().get(at) + loop, unit.presentation() - base, what);
            assertNear(clip.decodeTimes().get(at) + loop, unit.decode() - base, what);
            assertEquals(i == 0, unit.discontinuity(), what);
        }
        assertEquals(clip.format(), units.get(0).format());
    }

    @ParameterizedTest
    @CsvSource({"basic", "digest"})
    void wrongPasswordIsSaid(String method) throws IOException {
        Collector collector = new Collector();
        try (GstreamerServer server = new GstreamerServer("plain.h264", method)) {
            SessionSettings settings = SessionSettings.of(
                    server.url(), Optional.of(new Credentials("user", "wrong")), TransportChoice.TCP);
            Lane lane = engine.join();
            lane.execute(() -> lane.open(settings, new MediaTimeline(), collector));

            assertEquals(SessionFault.Kind.UNAUTHORIZED, collector.awaitFault().kind());
        }
    }

    /** GStreamer counts in nanoseconds, so a tick may be rounded away. */
    private static void assertNear(long expected, long actual, String what) {
        assertTrue(Math.abs(expected - actual) <= 2, what + " at " + actual + ", not " + expected);
    }

    /** GStreamer drops encoders' messages before the first parameter sets. */
    private static List<ByteBuffer> slices(Codec codec, List<ByteBuffer> nals) {
        return nals.stream().filter(nal -> Nal.kind(codec, nal).slice()).toList();
    }
}
