package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.recording.Segment;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.hub.internal.TestHub;
import io.sluice.mp4.clips.Clip;
import io.sluice.mp4.clips.Tool;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.h2.jdbcx.JdbcConnectionPool;

/** A recorder with a real hub, a real database and a camera made of a clip. */
final class Bench implements AutoCloseable {

    static final String CAMERA = "gate-1";

    final Path folder;
    final AtomicInteger live = new AtomicInteger();
    final List<String> published = new ArrayList<>();
    private final TestFramework framework;
    private final StatusReports reports;
    private Clock clock = Clock.systemUTC();
    private Limits limits = new Limits(0, 0);
    private TestHub hub = new TestHub();
    private volatile Optional<StreamHub> visibleHub = Optional.of(hub.hub());
    private JdbcConnectionPool database = freshDatabase();
    private RecorderEngine engine;

    Bench(Path folder) throws Exception {
        this.folder = folder;
        this.framework = new TestFramework(Map.of());
        this.reports = new StatusReports(framework.context());
    }

    Bench clock(Clock next) {
        clock = next;
        return this;
    }

    Bench limits(Limits next) {
        limits = next;
        return this;
    }

    Bench database(JdbcConnectionPool next) {
        database.dispose();
        database = next;
        return this;
    }

    /** Starts the recorder with one camera and waits until its index is there. */
    Bench start(int segmentSeconds, int maxAgeHours) throws InterruptedException {
        startWithoutDatabase(segmentSeconds, maxAgeHours);
        engine.keeper().use(Optional.of(database));
        await("the index is there", this::listed);
        return this;
    }

    private boolean listed() {
        try {
            segments();
            return true;
        } catch (UnavailableException notYet) {
            return false;
        }
    }

    Bench startWithoutDatabase(int segmentSeconds, int maxAgeHours) {
        engine = new RecorderEngine(folder, limits, () -> visibleHub, reports, clock);
        engine.record(new CameraSettings(CAMERA, segmentSeconds * 90_000L, maxAgeHours));
        return this;
    }

    void useDatabase(Optional<JdbcConnectionPool> next) {
        engine.keeper().use(next.map(pool -> pool));
    }

    void loseDatabase() {
        database.dispose();
        database = freshDatabase();
    }

    JdbcConnectionPool database() {
        return database;
    }

    /** Ends the recorder in order. */
    void stop() throws InterruptedException {
        engine.close();
    }

    void loseHub() throws InterruptedException {
        visibleHub = Optional.empty();
        hub.close();
    }

    void newHub() {
        hub = new TestHub();
        visibleHub = Optional.of(hub.hub());
    }

    /** A camera that begins once the recorder listens. */
    StreamPublisher publisher() throws InterruptedException {
        StreamPublisher camera = hub.hub().publish(CAMERA);
        tapped();
        return camera;
    }

    private void tapped() throws InterruptedException {
        await("the recorder taps the stream", () -> !hub.hub().stream(CAMERA).orElseThrow().taps().isEmpty());
    }

    /** Publishes units of a clip, no faster than the recorder takes them, and notes their digests. */
    void publish(StreamPublisher camera, Clip clip, int from, int to) throws InterruptedException {
        publish(camera, clip, from, to, 0, false);
    }

    void publish(StreamPublisher camera, Clip clip, int from, int to, long later, boolean broken)
            throws InterruptedException {
        for (int index = from; index < to; index++) {
            live.incrementAndGet();
            AccessUnit unit = clip.unit(index, later, broken && index == from, live::decrementAndGet);
            published.add(digest(unit.data()));
            assertTrue(camera.publish(unit));
            if (index % 50 == 49) {
                await("room in the recorder's tap", () -> hub.hub().stream(CAMERA).orElseThrow().taps().stream()
                        .allMatch(tap -> tap.waiting() < 300));
            }
        }
    }

    /** Publishes faster than anybody can record. */
    void flood(StreamPublisher camera, Clip clip, int from, int to) {
        for (int index = from; index < to; index++) {
            live.incrementAndGet();
            camera.publish(clip.unit(index, live::decrementAndGet));
        }
    }

    /** Waits until the recorder has taken all that was published. */
    void drained() throws InterruptedException {
        await("the recorder's tap is empty", () -> hub.hub().stream(CAMERA).orElseThrow().taps().stream()
                .anyMatch(tap -> tap.waiting() == 0));
    }

    RecorderEngine engine() {
        return engine;
    }

    List<Segment> segments() {
        return engine.keeper().index().segments(CAMERA, Instant.MIN, Instant.MAX);
    }

    Status status(String id) {
        return reports.of(new Subject(Subject.RECORDER, id)).orElseThrow();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        TestFramework.await(what, condition);
    }

    /** The files hold what was published, each unit once and in order. */
    void assertAllRecorded(List<Segment> segments) {
        List<String> recorded = recorded(segments);
        int same = 0;
        while (same < Math.min(recorded.size(), published.size()) && recorded.get(same).equals(published.get(same))) {
            same++;
        }
        int first = same;
        assertEquals(published.size(), recorded.size(), () -> "units; the first that differs is " + first);
        assertEquals(published.size(), same, "units in order");
    }

    /** Digests of the units in the files, as ffmpeg finds them there; each file must decode without complaint. */
    static List<String> recorded(List<Segment> segments) {
        List<String> digests = new ArrayList<>();
        for (Segment segment : segments) {
            String file = segment.file().toString();
            Tool.run(List.of("ffmpeg", "-v", "error", "-i", file, "-f", "null", "-"));
            Tool.run(List.of("ffmpeg", "-v", "error", "-i", file, "-map", "0:v", "-c", "copy", "-f", "framemd5", "-"))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .forEach(digests::add);
        }
        return digests;
    }

    /** Segments follow one another in time and in one run. */
    static void assertOneRun(List<Segment> segments) {
        for (int index = 1; index < segments.size(); index++) {
            Segment before = segments.get(index - 1);
            Segment next = segments.get(index);
            assertEquals(before.run(), next.run());
            assertEquals(before.startTime() + before.durationTicks(), next.startTime());
            assertEquals(before.end().toEpochMilli(), next.start().toEpochMilli(), 1.0);
        }
    }

    @Override
    public void close() throws Exception {
        engine.close();
        hub.close();
        database.dispose();
        reports.close();
        framework.close();
        assertEquals(0, live.get(), "every unit was given back");
    }

    static String digest(ByteBuffer data) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(data);
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }

    static JdbcConnectionPool freshDatabase() {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }
}
