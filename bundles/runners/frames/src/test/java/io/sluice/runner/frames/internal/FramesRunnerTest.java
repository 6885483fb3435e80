package io.sluice.runner.frames.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.task.TaskRun;
import io.sluice.mp4.clips.Clip;
import io.sluice.runner.kit.picture.PictureMark;
import io.sluice.runner.kit.testing.MemoryCameras;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.MemoryRecording;
import io.sluice.runner.kit.testing.Tasks;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks of frame extraction take and give back, in a gateway without a stream. */
class FramesRunnerTest {

    /** 2026-01-01T00:00:00.12, where clips begin. */
    private static final String RANGE = "recording:gate?from=2026-01-01T00:00:01Z&to=2026-01-01T00:00:07Z";

    private final MemoryCameras cameras = new MemoryCameras();
    private final FramesRunner runner = new FramesRunner(patience(1), () -> "test");
    private final MemoryContext context = new MemoryContext();

    @BeforeEach
    void start() {
        runner.bindCameras(cameras);
    }

    @Test
    void whatStandsAgainstATaskIsToldByTheStandardsCodes(@TempDir Path folder) {
        assertEquals(60, runner.check(task("camera:none", JsonObject.EMPTY)).get(0).exceptionCode());
        assertEquals(60, runner.check(task("file:///etc/passwd", JsonObject.EMPTY)).get(0).exceptionCode());
        assertEquals("runner.source.invalid", runner.check(task("task:other", JsonObject.EMPTY)).get(0).code());
        runner.bindRecordings(new MemoryRecording(folder));
        assertEquals("runner.source.unrecorded", runner.check(task(RANGE, JsonObject.EMPTY)).get(0).code());
        JsonObject wrong = JsonObject.builder().put("Count", 0).build();
        assertEquals(10, runner.check(task("camera:none", wrong)).get(0).exceptionCode());
    }

    @Test
    void anAddressHasACameraWhileTheTaskIsAtWork() {
        try (TaskRun run = runner.start(task("rtsp://127.0.0.1/x", JsonObject.EMPTY), context)) {
            CameraSpec camera = cameras.list().get(0);
            assertEquals("rtsp://127.0.0.1/x", camera.source().settings().get("url"));
            assertTrue(camera.analyses().isEmpty() && !camera.recording().enabled());
            run.pause();
            assertEquals(List.of(), cameras.list());
            run.resume();
            assertEquals(List.of(camera), cameras.list());
        }
        assertEquals(List.of(), cameras.list());
    }

    @Test
    void aSourceThatStaysSilentFailsTheTask() throws Exception {
        try (TaskRun run = runner.start(task("camera:gate", JsonObject.EMPTY), context)) {
            await("the task fails", () -> context.failure().equals(Optional.of("60: No picture came for 1 s.")));
        }
    }

    @Test
    void aTaskThatHadAllItsPicturesBeforeACrashIsDone() throws Exception {
        context.checkpoint(PictureMark.fresh("frames").emitted(1).emitted(2).bytes());
        JsonObject two = JsonObject.builder().put("Count", 2).build();
        try (TaskRun run = runner.start(task("camera:gate", two), context)) {
            await("the task finishes", () -> context.hasFinished() && context.percent() == 100);
        }
    }

    /** Ten seconds of a real stream with B-frames, a gap of one, and a task that dies between result and checkpoint. */
    @Test
    void ofARangeEachSecondHasItsPictureOnceThoughTheTaskDies(@TempDir Path folder) throws Exception {
        MemoryRecording recording = new MemoryRecording(folder);
        Clip clip = Clip.load("pyramid.h264");
        int size = clip.size();
        recording.add("gate", 1, units(clip, 0, 3 * size, 0), Clip.FRAME);
        recording.add("gate", 2, units(clip, 3 * size, 3 * size + 250, 3 * AccessUnit.TICKS_PER_SECOND), Clip.FRAME);
        runner.bindRecordings(recording);
        TaskDispatchInfo task = task(RANGE, JsonObject.EMPTY);
        context.dieAfter(2);
        try (TaskRun run = runner.start(task, context)) {
            await("it dies", () -> context.keys().size() == 2);
        }
        context.dieAfter(Integer.MAX_VALUE);
        try (TaskRun run = runner.start(task, context)) {
            await("the task finishes", context::hasFinished);
        }
        assertEquals(100, context.percent());
        assertEquals(1, context.repeated(), "the one whose checkpoint was not saved comes again under its key");
        List<Long> seconds = context.keys().stream().map(key -> Long.parseLong(key.substring(key.indexOf('-') + 1))).toList();
        long first = 1_767_225_601L;
        double gapFrom = (Clip.EPOCH_MICROS + 3L * size * Clip.FRAME * 100 / 9) / 1e6;
        List<Long> expected = IntStream.range(0, 6).mapToObj(index -> first + index)
                .filter(second -> second + 1 <= gapFrom || second < gapFrom || second + 1 > gapFrom + 3).toList();
        assertEquals(expected, seconds);
    }

    private static List<AccessUnit> units(Clip clip, int from, int to, long later) {
        return IntStream.range(from, to)
                .mapToObj(index -> clip.unit(index, later, false, () -> { }).number(index)).toList();
    }

    private static TaskDispatchInfo task(String address, JsonObject arguments) {
        return Tasks.of(1, address, arguments, OptionalInt.empty());
    }

    private static FramesConfig patience(int seconds) {
        return new FramesConfig() {
            @Override
            public int patience_seconds() {
                return seconds;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return FramesConfig.class;
            }
        };
    }
}
