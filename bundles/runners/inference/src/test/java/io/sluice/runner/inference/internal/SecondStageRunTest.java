package io.sluice.runner.inference.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureLooks;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.Region;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.result.Detection;
import io.sluice.api.task.TaskRun;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and boxes that a task of another node sends, looked at by an algorithm here. */
class SecondStageRunTest {

    private static final String FAR = "31010000001320000009";

    @TempDir
    private Path scratch;

    private final FakeLooks looks = new FakeLooks();
    private final InferenceRunner runner = new InferenceRunner();
    private MemoryContext context;

    @BeforeEach
    void open() {
        context = new MemoryContext(scratch);
        runner.bindModels(new FakeGateway.Algorithms());
        runner.bindLooks(looks);
        runner.bindCameras(new FakeGateway());
    }

    @Test
    void thePartBehindEachBoxIsLookedAt() throws Exception {
        assertEquals(List.of(), runner.check(task("doors")));
        assertEquals("runner.source.undeclared", runner.check(task("others")).get(0).code());
        try (TaskRun run = runner.start(task("doors"), context)) {
            run.take(result("k1", true, box(0.1, 0.2, 0.3, 0.4), box(0.8, 0.5, 0.5, 0.2)));
            run.take(result("k2", true));
            until(() -> context.keys().size() == 2);
            assertTrue(run.occupied().toString().contains("ResultsEmitted"));
        }
        assertEquals(List.of(new Region(0.1, 0.2, 0.4 - 0.1, 0.6000000000000001 - 0.2), new Region(0.8, 0.5, 1 - 0.8, 0.7 - 0.5), Region.ALL),
                looks.parts, "cut at the edge; the whole picture where nothing was found");
        List<AnalysisResult> found = context.data(FAR + "/k1").analysisResult().orElseThrow();
        JsonObject of = (JsonObject) found.get(1).resultData().orElseThrow().get("Of").orElseThrow();
        assertEquals("door", of.text("Label").orElseThrow());
        assertEquals(JsonValue.of(1), of.get("Index").orElseThrow());
        assertEquals("open", found.get(0).resultData().orElseThrow().text("Label").orElseThrow());
        assertEquals("k1", ((JsonObject) context.data(FAR + "/k1").extra().get("Source").orElseThrow()).text("Key").orElseThrow());
        assertEquals(1, looks.opened.get(), "its models are loaded once");
        assertEquals(0, looks.open.get(), "and given back");
    }

    @Test
    void whatWasTakenIsLookedAtThoughItWasKilled() throws Exception {
        context.full(true);
        TaskRun first = runner.start(task("doors"), context);
        for (int index = 0; index < 5; index++) {
            first.take(result("k" + index, true));
        }
        first.close();
        assertEquals(List.of(), context.keys());
        context.full(false);
        try (TaskRun again = runner.start(task("doors"), context)) {
            until(() -> context.keys().size() == 5);
            assertEquals(List.of(FAR + "/k0", FAR + "/k1", FAR + "/k2", FAR + "/k3", FAR + "/k4"), context.keys());
            assertEquals(0, context.repeated());
        }
    }

    @Test
    void aPausedTaskGivesItsPlacesBack() throws Exception {
        try (TaskRun run = runner.start(task("doors"), context)) {
            run.take(result("k0", true));
            until(() -> context.keys().size() == 1);
            run.pause();
            until(() -> looks.open.get() == 0);
            run.take(result("k1", true));
            run.resume();
            until(() -> context.keys().size() == 2);
        }
    }

    @Test
    void aPartThatIsAwayIsWaitedForAndAPictureThatIsBrokenIsNot() throws Exception {
        looks.away = true;
        try (TaskRun run = runner.start(task("doors"), context)) {
            run.take(result("k0", true));
            until(() -> looks.refused.get() > 0);
            looks.away = false;
            until(() -> context.keys().size() == 1);
            looks.broken = true;
            run.take(result("k1", true));
            until(() -> context.keys().size() == 2);
            assertEquals(List.of(), context.data(FAR + "/k1").analysisResult().orElseThrow());
        }
    }

    @Test
    void whatCannotBeLookedAtIsLeftOutAndWhatIsTooMuchStaysWithItsSender() throws Exception {
        looks.away = true;
        try (TaskRun run = runner.start(task("doors"), context)) {
            assertThrows(RejectedException.class, () -> run.take(result("strangers", "k", true)));
            run.take(result("k", false, box(0.1, 0.1, 0.1, 0.1)));
            assertTrue(run.occupied().toString().contains("ResultsWithoutPicture=JsonNumber[literal=1]"), run.occupied().toString());
            assertEquals("runner.input.full", assertThrows(UnavailableException.class, () -> {
                for (int index = 0; index < 1000; index++) {
                    run.take(result("k" + index, true));
                }
            }).code());
            AnalysisResult nonsense = new AnalysisResult(Optional.empty(), OptionalInt.empty(),
                    Optional.of(JsonObject.builder().put("Box", new JsonArray(List.of())).build()));
            assertEquals(Optional.empty(), Parts.box(nonsense));
            assertEquals(Optional.empty(), Parts.box(box(2, 2, 1, 1)));
            assertEquals(Optional.empty(), Parts.box(box(0.5, 0.5, -1, 0.1)));
        }
    }

    private static TaskDispatchInfo task(String after) {
        TaskDispatchInfo task = Tasks.of(8, "task:doors", JsonObject.EMPTY, OptionalInt.empty(), after);
        return new TaskDispatchInfo(task.taskId(), task.taskName(), task.desc(), task.taskType(), task.priority(), task.parentTaskId(),
                task.dependencies(), task.taskAttr(), task.executionCond(),
                new AlgModelInfo(7, Optional.empty(), "1.0", Optional.empty(), Optional.empty()), task.inputInfo(), task.dstDeviceList());
    }

    private static AnalysisResult box(double x, double y, double width, double height) {
        JsonObject box = JsonObject.builder().put("X", JsonValue.of(x)).put("Y", JsonValue.of(y)).put("Width", JsonValue.of(width))
                .put("Height", JsonValue.of(height)).build();
        return new AnalysisResult(Optional.empty(), OptionalInt.empty(),
                Optional.of(JsonObject.builder().put("Label", "door").put("Box", box).build()));
    }

    private static TaskResultBody result(String key, boolean picture, AnalysisResult... parts) {
        return result("doors", key, picture, parts);
    }

    private static TaskResultBody result(String task, String key, boolean picture, AnalysisResult... parts) {
        Optional<TaskResultBody.ImageResult> image = picture ? Optional.of(new TaskResultBody.ImageResult(
                Optional.of(BinaryPart.owning(new byte[] {1, 2, 3})), Optional.empty(), Optional.empty())) : Optional.empty();
        return new TaskResultBody(task, Optional.empty(), FAR, List.of(), 0, "1", Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), 1, Optional.empty(),
                new TaskResultBody.Data(image, Optional.empty(), Optional.of(List.of(parts))),
                JsonObject.builder().put("Key", key).build());
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertTrue(condition.getAsBoolean());
    }

    /** Sees an open door in each part that it is shown. */
    private static final class FakeLooks implements PictureLooks {

        private final List<Region> parts = new CopyOnWriteArrayList<>();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean away;
        private volatile boolean broken;

        @Override
        public Look open(AlgorithmDescriptor algorithm, String arguments, String user, double picturesPerSecond) {
            if (away) {
                refused.incrementAndGet();
                throw new UnavailableException("model.test.waiting", "No device.", "", null);
            }
            opened.incrementAndGet();
            open.incrementAndGet();
            return new Look() {
                @Override
                public Outcome look(PictureFile picture, Region part) {
                    if (broken) {
                        throw new RejectedException("model.test.picture", "Broken.", "", null);
                    }
                    parts.add(part);
                    return new Outcome(List.of(new Detection("open", 0.9, Region.ALL, OptionalLong.empty())), List.of(), Optional.empty());
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }
}
