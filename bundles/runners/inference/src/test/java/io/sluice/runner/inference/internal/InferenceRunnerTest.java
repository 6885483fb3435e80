package io.sluice.runner.inference.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.MemoryRecording;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of inference in a gateway whose cameras, algorithms and results are in memory. */
class InferenceRunnerTest {

    private static final TaskDispatchInfo TASK = FakeGateway.task("camera:gate");

    private final FakeGateway gateway = new FakeGateway();
    private final MemoryContext context = new MemoryContext();
    private final InferenceRunner runner = new InferenceRunner();

    @BeforeEach
    void start() {
        gateway.putTransient(new CameraSpec("gate", "Gate", new CameraSpec.Source("rtsp", Map.of()),
                CameraSpec.Recording.OFF, List.of()));
        runner.configure(patience(300));
        runner.bindCameras(gateway);
        runner.bindResults(gateway);
        runner.bindModels(new FakeGateway.Algorithms());
    }

    @Test
    void whatStandsAgainstATaskIsToldByTheStandardsCodes() throws Exception {
        assertEquals(List.of(), runner.check(TASK));
        assertEquals(10, code(FakeGateway.task(8, "1.0", "camera:gate", Optional.empty())));
        Obstacle kept = runner.check(FakeGateway.task(7, "0.9", "camera:gate", Optional.empty())).get(0);
        assertEquals(10, kept.exceptionCode());
        assertTrue(kept.message().contains("kept, but not in use"), kept.message());
        assertEquals(10, code(FakeGateway.task(7, "1.0", "camera:gate", Optional.of(limit(0)))));
        assertEquals(60, code(FakeGateway.task("camera:none")));
        assertEquals(60, code(FakeGateway.task("ftp://127.0.0.1/x")));
        assertEquals(60, code(FakeGateway.task("file:///etc/passwd")));
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "rtsp://127.0.0.1:" + open.getLocalPort() + "/x";
            assertEquals(List.of(), runner.check(FakeGateway.task(address)));
            open.close();
            assertEquals(60, code(FakeGateway.task(address)));
        }
        assertEquals(List.of("gate"), gateway.list().stream().map(CameraSpec::id).toList(), "a check changes nothing");
    }

    @Test
    void resultsOfTheTasksOwnCameraAreEmittedInOrder() throws Exception {
        try (TaskRun run = runner.start(TASK, context)) {
            CameraSpec camera = camera();
            assertEquals("gate", camera.source().settings().get("camera"));
            assertFalse(camera.recording().enabled());
            assertEquals(4, camera.analyses().get(0).framesPerSecond());
            gateway.found(camera.id(), "1.0", "person");
            gateway.found("gate", "1.0", "person");
            gateway.found(camera.id(), "1.0", "car");
            await("both arrive", () -> context.keys().equals(List.of("100", "102")));
            AnalysisResult person = context.data("100").analysisResult().orElseThrow().get(0);
            assertEquals(AnalysisResult.PERSON, person.type().getAsInt());
            assertEquals("person", person.resultData().orElseThrow().text("Label").orElseThrow());
            assertEquals(AnalysisResult.VEHICLE,
                    context.data("102").analysisResult().orElseThrow().get(0).type().getAsInt());
        }
        assertEquals(List.of("gate"), gateway.list().stream().map(CameraSpec::id).toList(), "all was given back");
    }

    @Test
    void aRunThatFollowsGoesOnBehindWhatWasEmitted() throws Exception {
        String camera;
        try (TaskRun first = runner.start(TASK, context)) {
            camera = camera().id();
            gateway.found(camera, "1.0", "person");
            await("it arrives", () -> context.keys().size() == 1
                    && new String(context.checkpoint().orElseThrow(), StandardCharsets.UTF_8).endsWith(" 100 0"));
        }
        gateway.found(camera, "1.0", "person");
        try (TaskRun second = runner.start(TASK, context)) {
            assertEquals(camera, camera().id());
            await("the one between them arrives", () -> context.keys().equals(List.of("100", "101")));
            assertEquals(0, context.repeated());
        }
    }

    @Test
    void whatCannotBeTakenNowIsKept() throws Exception {
        try (TaskRun run = runner.start(TASK, context)) {
            context.full(true);
            gateway.storeAway = true;
            gateway.found(camera().id(), "1.0", "person");
            gateway.storeAway = false;
            runner.stored(gateway.find(new ResultQuery(Optional.of(camera().id()), Optional.empty(),
                    Optional.empty(), Optional.empty(), OptionalLong.of(0), false, false, 10)));
            context.full(false);
            await("it arrives", () -> context.keys().equals(List.of("100")));
        }
        assertEquals(Optional.empty(), context.failure());
    }

    @Test
    void aPausedTaskHasNoCameraAndLosesNothing() throws Exception {
        try (TaskRun run = runner.start(TASK, context)) {
            String camera = camera().id();
            run.pause();
            assertEquals(List.of("gate"), gateway.list().stream().map(CameraSpec::id).toList());
            gateway.found(camera, "1.0", "person");
            run.change(limit(3));
            assertEquals(1, gateway.list().size(), "other arguments do not end the pause");
            run.resume();
            assertEquals("{\"limit\":3}", camera().analyses().get(0).arguments());
            await("what came late arrives", () -> context.keys().equals(List.of("100")));
        }
    }

    @Test
    void argumentsChangeLiveAndWrongOnesChangeNothing() {
        try (TaskRun run = runner.start(TASK, context)) {
            run.change(limit(2));
            assertEquals("{\"limit\":2}", camera().analyses().get(0).arguments());
            assertThrows(InvalidInputException.class, () -> run.change(limit(-1)));
            assertEquals("{\"limit\":2}", camera().analyses().get(0).arguments());
        }
    }

    @Test
    void aSourceThatStaysSilentFailsTheTask() throws Exception {
        runner.configure(patience(1));
        try (TaskRun run = runner.start(TASK, context)) {
            await("the task fails", () -> context.failure().isPresent());
        }
        assertEquals("60: No picture came for 1 s.", context.failure().orElseThrow());
    }

    /** What was told before a crash is played again and found again under other ids: it must not be told twice. */
    @Test
    void ofARangeEachPictureIsToldOnceThoughItIsPlayedAgain() throws Exception {
        TaskDispatchInfo task = FakeGateway.task("recording:gate?from=1970-01-01T00:01:41Z&to=1970-01-01T00:01:51Z");
        try (TaskRun run = runner.start(task, context)) {
            CameraSpec camera = camera();
            assertEquals("recording", camera.source().driver());
            assertEquals("analysis:persons", camera.source().settings().get("reader"));
            gateway.found(camera.id(), "1.0", "before the range", 100);
            gateway.found(camera.id(), "1.0", "person", 101);
            gateway.found(camera.id(), "1.0", "person", 105);
            await("both are told", () -> context.keys().equals(List.of("101000000", "105000000")) && context.percent() == 40);
            run.pause();
            run.resume();
            assertEquals("1970-01-01T00:01:45Z", camera().source().settings().get("from"), "it does not go on where it was");
        }
        gateway.ended = Optional.of("7");
        runner.bindStatuses(gateway);
        try (TaskRun run = runner.start(task, context)) {
            String camera = camera().id();
            gateway.found(camera, "1.0", "again", 105);
            gateway.found(camera, "1.0", "person", 107);
            gateway.found(camera, "1.0", "behind the range", 111);
            await("the rest is told", () -> context.keys().size() == 3);
            assertFalse(context.hasFinished(), "the analysis has not come so far");
            gateway.settled = "7";
            await("the task finishes", context::hasFinished);
        }
        assertEquals(List.of("101000000", "105000000", "107000000"), context.keys());
        assertEquals(0, context.repeated());
        assertEquals(100, context.percent());
        assertEquals(Optional.empty(), context.failure());
    }

    @Test
    void aRangeWithoutRecordingIsRefused(@TempDir Path folder) {
        runner.bindRecordings(new MemoryRecording(folder));
        TaskDispatchInfo task = FakeGateway.task("recording:gate?from=1970-01-01T00:01:41Z&to=1970-01-01T00:01:51Z");
        assertEquals("runner.source.unrecorded", runner.check(task).get(0).code());
        assertEquals(60, code(task));
        assertEquals(60, code(FakeGateway.task("recording:gate?from=2026-01-01T00:00:00Z&to=2999-01-01T00:00:00Z")));
        assertEquals(60, code(FakeGateway.task("task:other")));
    }

    @Test
    void anotherVersionsResultsAreNotTheTasks() throws Exception {
        try (TaskRun run = runner.start(TASK, context)) {
            gateway.found(camera().id(), "2.0", "person");
            await("the task fails", () -> context.failure().isPresent());
        }
        assertTrue(context.failure().orElseThrow().startsWith("10: Version 1.0"), context.failure().orElseThrow());
        assertEquals(List.of(), context.keys());
    }

    @Test
    void camerasOfNoTaskAreRemovedWhenTheCamerasComeBack() {
        CameraSpec left = new CameraSpec("inference-00112233445566778899aabbccddeeff", "Left",
                new CameraSpec.Source("rtsp", Map.of()), CameraSpec.Recording.OFF, List.of());
        try (TaskRun run = runner.start(TASK, context)) {
            gateway.putTransient(left);
            runner.unbindCameras(gateway);
            runner.bindCameras(gateway);
            assertFalse(gateway.find(left.id()).isPresent());
            assertEquals("relay", camera().source().driver());
        }
    }

    @Test
    void resultsOfOtherTasksAreRefused() {
        try (TaskRun run = runner.start(TASK, context)) {
            assertThrows(RejectedException.class, () -> run.take(null));
        }
    }

    private CameraSpec camera() {
        List<CameraSpec> own = gateway.list().stream().filter(camera -> camera.id().startsWith("inference-")).toList();
        assertEquals(1, own.size(), own.toString());
        return own.get(0);
    }

    private int code(TaskDispatchInfo task) {
        return runner.check(task).get(0).exceptionCode();
    }

    private static JsonObject limit(int value) {
        return JsonObject.builder().put("limit", value).build();
    }

    private static InferenceConfig patience(int seconds) {
        return new InferenceConfig() {
            @Override
            public int patience_seconds() {
                return seconds;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return InferenceConfig.class;
            }
        };
    }
}
