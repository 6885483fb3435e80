package io.sluice.runner.frames.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tasks of frame extraction take and give back, in a gateway without a stream. */
class FramesRunnerTest {

    private final Map<String, CameraSpec> cameras = new ConcurrentHashMap<>();
    private final FramesRunner runner = new FramesRunner(patience(1), () -> "test");
    private final Context context = new Context();

    @BeforeEach
    void start() {
        runner.bindCameras(new MemoryCameras());
    }

    @Test
    void whatStandsAgainstATaskIsToldByTheStandardsCodes() {
        assertEquals(60, runner.check(task("camera:none", JsonObject.EMPTY)).get(0).exceptionCode());
        assertEquals(60, runner.check(task("file:///etc/passwd", JsonObject.EMPTY)).get(0).exceptionCode());
        JsonObject wrong = JsonObject.builder().put("Count", 0).build();
        assertEquals(10, runner.check(task("camera:none", wrong)).get(0).exceptionCode());
    }

    @Test
    void anAddressHasACameraWhileTheTaskIsAtWork() {
        try (TaskRun run = runner.start(task("rtsp://127.0.0.1/x", JsonObject.EMPTY), context)) {
            CameraSpec camera = cameras.values().iterator().next();
            assertEquals("rtsp://127.0.0.1/x", camera.source().settings().get("url"));
            assertTrue(camera.analyses().isEmpty() && !camera.recording().enabled());
            run.pause();
            assertEquals(Map.of(), cameras);
            run.resume();
            assertEquals(Map.of(camera.id(), camera), cameras);
        }
        assertEquals(Map.of(), cameras);
    }

    @Test
    void aSourceThatStaysSilentFailsTheTask() throws Exception {
        try (TaskRun run = runner.start(task("camera:gate", JsonObject.EMPTY), context)) {
            await("the task fails", () -> context.said.equals("60: No picture came for 1 s."));
        }
    }

    @Test
    void aTaskThatHadAllItsPicturesBeforeACrashIsDone() throws Exception {
        context.checkpoint(Mark.fresh().emitted(1).emitted(2).bytes());
        JsonObject two = JsonObject.builder().put("Count", 2).build();
        try (TaskRun run = runner.start(task("camera:gate", two), context)) {
            await("the task finishes", () -> context.said.equals("finished at 100"));
        }
    }

    private static TaskDispatchInfo task(String address, JsonObject arguments) {
        return new TaskDispatchInfo("task", Optional.empty(), Optional.empty(), OptionalInt.of(1), OptionalInt.empty(),
                Optional.empty(), Optional.empty(), TaskDispatchInfo.RESIDENT, Optional.empty(),
                new AlgModelInfo(0, Optional.empty(), "1", Optional.empty(), Optional.empty()),
                new InputInfo(Optional.of(address), Optional.of(arguments), OptionalInt.empty()), List.of());
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

    private final class MemoryCameras implements Cameras {

        @Override
        public List<CameraSpec> list() {
            return List.copyOf(cameras.values());
        }

        @Override
        public Optional<CameraSpec> find(String id) {
            return Optional.ofNullable(cameras.get(id));
        }

        @Override
        public boolean put(CameraSpec spec) {
            throw new UnsupportedOperationException("a task's camera is forgotten at the next start");
        }

        @Override
        public boolean putTransient(CameraSpec spec) {
            return cameras.put(spec.id(), spec) == null;
        }

        @Override
        public boolean remove(String id) {
            return cameras.remove(id) != null;
        }
    }

    private static final class Context implements TaskContext {

        volatile String said = "";
        private volatile Optional<byte[]> checkpoint = Optional.empty();
        private volatile int percent;

        @Override
        public Optional<byte[]> checkpoint() {
            return checkpoint;
        }

        @Override
        public void checkpoint(byte[] state) {
            checkpoint = Optional.of(state);
        }

        @Override
        public void progress(int now) {
            percent = now;
        }

        @Override
        public void emit(String key, Instant at, TaskResultBody.Data data) {
            said = "emitted " + key;
        }

        @Override
        public Path scratch() {
            throw new AssertionError("nothing is written");
        }

        @Override
        public void finished() {
            said = "finished at " + percent;
        }

        @Override
        public void failed(int exceptionCode, String reason) {
            said = exceptionCode + ": " + reason;
        }
    }
}
