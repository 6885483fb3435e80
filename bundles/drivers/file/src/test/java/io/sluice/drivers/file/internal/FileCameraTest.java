package io.sluice.drivers.file.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.status.Health;
import io.sluice.api.stream.Codec;
import io.sluice.drivers.file.internal.RecordingHub.Unit;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.LengthPrefixed;
import io.sluice.media.codec.PictureAssembler;
import io.sluice.support.testing.TestFramework;
import java.lang.annotation.Annotation;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCameraTest {

    private static final int FRAMES = 25;

    @TempDir
    static Path files;

    private static Path h264;
    private static Path h265;

    private TestFramework framework;
    private RecordingHub hub;
    private Optional<FileCamera> camera = Optional.empty();

    @BeforeAll
    static void encode() throws Exception {
        Ffmpeg.assumePresent();
        h264 = Ffmpeg.encode(files.resolve("h264.mp4"), "-c:v", "libx264", "-movflags", "+faststart");
        h265 = Ffmpeg.encode(files.resolve("h265.mp4"), "-c:v", "libx265", "-tag:v", "hvc1", "-x265-params",
                "log-level=none:info=0:keyint=10");
    }

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        hub = new RecordingHub();
    }

    @AfterEach
    void stop() throws Exception {
        if (camera.isPresent()) {
            camera.get().stop();
        }
        assertEquals(0, hub.publishing(), "streams must end with their camera");
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("file-")));
        hub.releaseAll();
        framework.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts", "avi", "h264", "flv"})
    void playsEveryPictureUnchanged(String container) throws Exception {
        Path file = container.equals("mp4") ? h264 : Ffmpeg.copy(h264, files.resolve("x." + container));
        play(file, false);
        awaitCode("file.ended");
        assertPictures(Codec.H264, h264, "h264", hub.units());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "ts"})
    void playsH265(String container) throws Exception {
        Path file = container.equals("mp4") ? h265 : Ffmpeg.copy(h265, files.resolve("y." + container));
        play(file, false);
        awaitCode("file.ended");
        assertPictures(Codec.H265, h265, "hevc", hub.units());
        assertEquals(320, hub.units().get(0).format().width());
    }

    @Test
    void keepsTimesOfTheFileAndItsSpeed() throws Exception {
        play(h264, false);
        awaitCode("file.ended");
        List<Unit> units = hub.units();
        Unit first = units.get(0);
        assertTrue(first.keyFrame() && !first.discontinuity());
        long presentation = units.stream().mapToLong(Unit::presentationTime).min().orElseThrow();
        assertTrue(units.stream().allMatch(unit -> (unit.presentationTime() - presentation) % 3600 == 0));
        for (int i = 1; i < FRAMES; i++) {
            Unit unit = units.get(i);
            long due = (unit.decodeTime() - first.decodeTime()) * 100_000 / 9;
            assertTrue(unit.decodeTime() > units.get(i - 1).decodeTime());
            assertTrue(unit.presentationTime() >= unit.decodeTime());
            assertTrue(unit.arrivalNanos() - first.arrivalNanos() > due - 50_000_000L, "never early");
        }
    }

    @Test
    void loopsWithoutASeam() throws Exception {
        play(h264, true);
        await("more than two passes", () -> hub.units().size() > 2 * FRAMES + 5);
        List<Unit> units = hub.units();
        for (int i = 1; i < units.size(); i++) {
            assertEquals(3600, units.get(i).decodeTime() - units.get(i - 1).decodeTime(), "step at unit " + i);
            assertFalse(units.get(i).discontinuity());
            assertEquals(units.get(i % FRAMES).data(), units.get(i).data());
        }
        assertEquals("file.playing", camera.orElseThrow().status().code());
    }

    @Test
    void waitsForAFileAndRecoversByItself() throws Exception {
        Path file = files.resolve("late.mp4");
        play(file, true);
        awaitCode("file.missing");
        assertEquals(Health.FAILED, camera.orElseThrow().status().health());
        Files.writeString(file, "this is not a video");
        awaitCode("file.unsupported");
        Files.copy(h264, files.resolve("late.tmp"));
        Files.move(files.resolve("late.tmp"), file, StandardCopyOption.ATOMIC_MOVE);
        awaitCode("file.playing");
        assertEquals(1, hub.publishing());
    }

    @Test
    void refusesWhatItCannotPlay() throws Exception {
        play(Ffmpeg.encode(files.resolve("mpeg4.mp4"), "-c:v", "mpeg4"), true);
        awaitCode("file.unsupported");
        assertTrue(camera.orElseThrow().status().message().contains("mpeg4"));
        camera.orElseThrow().change(config(files, true));
        awaitCode("file.unreadable");
        Path sound = files.resolve("sound.mp4");
        Ffmpeg.run(List.of("-f", "lavfi", "-i", "sine=duration=1", sound.toString()));
        camera.orElseThrow().change(config(sound, true));
        awaitCode("file.unsupported");
        assertEquals(List.of(), hub.units());
    }

    @Test
    void playsWhatIsLeftOfACutFileAndSaysSo() throws Exception {
        byte[] whole = Files.readAllBytes(h264);
        Path cut = Files.write(files.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2));
        play(cut, true);
        awaitCode("file.damaged");
        assertEquals(Health.DEGRADED, camera.orElseThrow().status().health());
        int before = hub.units().size();
        await("plays on", () -> hub.units().size() > before);
        assertEquals("file.damaged", camera.orElseThrow().status().code());
        assertTrue(hub.units().get(before).discontinuity() || hub.units().stream().anyMatch(Unit::discontinuity));
    }

    @Test
    void survivesNoiseInThePayload() throws Exception {
        byte[] noisy = Files.readAllBytes(h264);
        Arrays.fill(noisy, noisy.length / 2, noisy.length / 2 + 8192, (byte) 0xff);
        play(Files.write(files.resolve("noisy.mp4"), noisy), true);
        awaitCode("file.damaged");
    }

    @Test
    void playsTheNewFileWhenItIsReplaced() throws Exception {
        Path file = Files.copy(h264, files.resolve("replaced.mp4"));
        play(file, true);
        awaitCode("file.playing");
        Path other = Ffmpeg.encode(files.resolve("other.mp4"), "-c:v", "libx264", "-s", "640x480");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        await("new picture size", () -> last().format().width() == 640);
        Unit first = hub.units().stream().filter(unit -> unit.format().width() == 640).findFirst().orElseThrow();
        assertTrue(first.keyFrame() && first.discontinuity());
        assertRisingTimes();
    }

    @Test
    void goesOnWithANewHub() throws Exception {
        play(h264, true);
        await("plays", () -> hub.units().size() > 3);
        camera.orElseThrow().unbindHub(hub);
        awaitCode("file.hub.absent");
        RecordingHub next = new RecordingHub();
        camera.orElseThrow().bindHub(next);
        await("plays to the new hub", () -> next.units().size() > 3);
        awaitCode("file.playing");
        assertEquals(0, hub.publishing());
        assertTrue(next.units().get(0).discontinuity());
        camera.orElseThrow().stop();
        camera = Optional.empty();
        next.releaseAll();
    }

    @Test
    void aNewNameLeavesTheStreamAlone() throws Exception {
        play(h264, true);
        awaitCode("file.playing");
        camera.orElseThrow().change(config(h264, true, "Another name"));
        int before = hub.units().size();
        await("plays on", () -> hub.units().size() > before + 2);
        assertTrue(hub.units().stream().noneMatch(Unit::discontinuity));
        assertRisingTimes();
        assertEquals(3600, hub.units().get(before).decodeTime() - hub.units().get(before - 1).decodeTime());
    }

    private void assertRisingTimes() {
        List<Unit> units = hub.units();
        for (int i = 1; i < units.size(); i++) {
            assertTrue(units.get(i).decodeTime() >= units.get(i - 1).decodeTime());
        }
    }

    private static void assertPictures(Codec codec, Path original, String format, List<Unit> units) throws Exception {
        Path stream = Ffmpeg.copy(original, files.resolve("original." + format), "-f", format);
        List<CodedPicture> pictures =
                PictureAssembler.split(codec, AnnexB.split(ByteBuffer.wrap(Files.readAllBytes(stream))));
        assertEquals(FRAMES, pictures.size());
        assertEquals(FRAMES, units.size());
        for (int i = 0; i < FRAMES; i++) {
            assertEquals(pictures.get(i).nals(), LengthPrefixed.split(units.get(i).data()), "picture " + i);
            assertEquals(pictures.get(i).keyFrame(), units.get(i).keyFrame(), "picture " + i);
        }
    }

    private Unit last() {
        List<Unit> units = hub.units();
        return units.get(units.size() - 1);
    }

    private void awaitCode(String code) throws InterruptedException {
        await(code, () -> camera.orElseThrow().status().code().equals(code));
    }

    private void play(Path file, boolean loop) {
        FileCamera started = new FileCamera(framework.context(), config(file, loop), () -> "test");
        camera = Optional.of(started);
        started.bindHub(hub);
        started.start();
    }

    private static FileCameraConfig config(Path file, boolean loop) {
        return config(file, loop, "Camera");
    }

    private static FileCameraConfig config(Path file, boolean loop, String name) {
        return new FileCameraConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return FileCameraConfig.class;
            }

            @Override
            public String camera_id() {
                return "cam";
            }

            @Override
            public String camera_name() {
                return name;
            }

            @Override
            public String path() {
                return file.toString();
            }

            @Override
            public boolean loop() {
                return loop;
            }
        };
    }
}
