package io.sluice.runner.preprocessing.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.analysis.Operator;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRun;
import io.sluice.classic.internal.Dehaze;
import io.sluice.classic.internal.Denoise;
import io.sluice.classic.internal.Geometry;
import io.sluice.mp4.clips.Clip;
import io.sluice.runner.kit.testing.MemoryCameras;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.MemoryRecording;
import io.sluice.runner.kit.testing.Tasks;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import nu.pattern.OpenCV;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of a real recording and of another task, by the gateway's real operators. */
class PreprocessingRunnerTest {

    private static final NativeLibrary LIBRARY = () -> "test";
    private static final String RANGE = "recording:gate?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:03Z";

    private final MemoryCameras cameras = new MemoryCameras();
    private final PreprocessingRunner runner = new PreprocessingRunner(patience(), LIBRARY);
    private final MemoryContext context = new MemoryContext();
    private final Operator denoise = new Denoise(LIBRARY);

    @TempDir
    private Path folder;

    @BeforeAll
    static void library() {
        OpenCV.loadLocally();
    }

    @BeforeEach
    void start() throws IOException {
        runner.bindCameras(cameras);
        runner.bindOperator(denoise, Map.of(Operator.NAME, "denoise"));
        runner.bindOperator(new Dehaze(LIBRARY), Map.of(Operator.NAME, "dehaze"));
        runner.bindOperator(new Geometry(LIBRARY), Map.of(Operator.NAME, "geometry"));
        MemoryRecording recording = new MemoryRecording(folder);
        Clip clip = Clip.load("pyramid.h264");
        List<AccessUnit> units = IntStream.range(0, 100).mapToObj(index -> clip.unit(index, () -> { }).number(index)).toList();
        recording.add("gate", 1, units, Clip.FRAME);
        runner.bindRecordings(recording);
    }

    @Test
    void allStepsAreDoneInOrderToARangeAndNothingTwiceThoughTheTaskDies() throws Exception {
        JsonObject half = object("x", 0.25, "y", 0.0, "width", 0.5, "height", 1.0);
        JsonObject arguments = steps(step("denoise", JsonObject.builder().put("method", "median").build()),
                step("dehaze", JsonObject.EMPTY), step("geometry", JsonObject.builder().put("crop", half).put("turn", 2).build()),
                step("grey", JsonObject.EMPTY), step("scale", JsonObject.builder().put("Width", 64).build()));
        TaskDispatchInfo task = task(RANGE, arguments);
        assertEquals(List.of(), runner.check(task));
        context.dieAfter(2);
        try (TaskRun run = runner.start(task, context)) {
            await("it dies", () -> context.keys().size() == 2);
        }
        context.dieAfter(Integer.MAX_VALUE);
        try (TaskRun run = runner.start(task, context)) {
            await("the task finishes", context::hasFinished);
        }
        assertEquals(List.of("1000000-1767225600", "1000000-1767225601", "1000000-1767225602"), context.keys());
        BufferedImage picture = image("1000000-1767225601");
        assertEquals(64, picture.getWidth());
        for (int at = 0; at < Math.min(picture.getWidth(), picture.getHeight()); at += 7) {
            Color colour = new Color(picture.getRGB(at, at));
            assertEquals(colour.getRed(), colour.getBlue(), 3, "it is not grey");
        }
    }

    @Test
    void picturesOfAnotherTaskAreTakenOnceEach() throws Exception {
        TaskDispatchInfo task = Tasks.of(2, "task:frames", steps(step("region", object("X", 0.5, "Y", 0.0, "Width", 0.5,
                "Height", 1.0))), OptionalInt.empty(), "frames");
        assertEquals(List.of(), runner.check(task));
        assertEquals("runner.source.undeclared",
                runner.check(task("task:frames", steps(step("grey", JsonObject.EMPTY)))).get(0).code());
        try (TaskRun run = runner.start(task, context)) {
            run.take(result("frames", "a", red()));
            run.take(result("frames", "a", red()));
            assertEquals(List.of("of-a"), context.keys());
            assertThrows(InvalidInputException.class, () -> run.take(result("frames", "b", new byte[] {1, 2, 3})));
            run.pause();
            assertEquals("runner.paused", assertThrows(UnavailableException.class,
                    () -> run.take(result("frames", "c", red()))).code());
        }
        BufferedImage picture = image("of-a");
        assertTrue(new Color(picture.getRGB(140, 60)).getRed() > 190, "the region is not kept");
        assertTrue(new Color(picture.getRGB(20, 60)).getRed() < 20, "what is around it is not black");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertEquals("'Steps' must be a list of 1 to 16 objects.", obstacle(JsonObject.EMPTY).message());
        assertTrue(obstacle(steps(step("sharpen", JsonObject.EMPTY))).message().startsWith("'Steps[0].Operator' must be one of"));
        Obstacle strength = obstacle(steps(step("grey", JsonObject.EMPTY), step("denoise", object("strength", 2.0))));
        assertTrue(strength.message().contains("Steps[1].Arguments"), strength.message());
        assertTrue(obstacle(steps(step("scale", object("Width", 1.0)))).message().contains("Steps[0].Arguments.Width"));
        assertTrue(obstacle(steps(step("region", object("X", 0.9, "Y", 0.0, "Width", 0.5, "Height", 1.0)))).message()
                .contains("must end within the picture"));
        runner.unbindOperator(denoise, Map.of(Operator.NAME, "denoise"));
        assertEquals("runner.operator.absent", obstacle(steps(step("denoise", JsonObject.EMPTY))).code());
    }

    /** The first; all of them are of the environment. */
    private Obstacle obstacle(JsonObject arguments) {
        Obstacle found = runner.check(task(RANGE, arguments)).get(0);
        assertEquals(10, found.exceptionCode());
        return found;
    }

    private BufferedImage image(String key) throws IOException {
        BinaryPart part = context.data(key).imageResult().orElseThrow().imageData().orElseThrow();
        return ImageIO.read(part.stream());
    }

    private static byte[] red() throws IOException {
        BufferedImage drawn = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setColor(new Color(220, 30, 30));
        graphics.fillRect(0, 0, 160, 120);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", png);
        return png.toByteArray();
    }

    private static TaskResultBody result(String task, String key, byte[] picture) {
        return new TaskResultBody(task, Optional.empty(), "31010000001320000001", List.of(), 0, "1", Optional.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), 1000, Optional.empty(), new TaskResultBody.Data(
                        Optional.of(new TaskResultBody.ImageResult(Optional.of(BinaryPart.owning(picture)), Optional.empty(),
                                Optional.empty())), Optional.empty(), Optional.empty()),
                JsonObject.builder().put("Key", key).build());
    }

    private static JsonObject steps(JsonObject... steps) {
        return JsonObject.of(Map.of("Steps", new JsonArray(List.<JsonValue>of(steps))));
    }

    private static JsonObject step(String operator, JsonObject arguments) {
        return JsonObject.builder().put("Operator", operator).put("Arguments", arguments).build();
    }

    private static JsonObject object(Object... pairs) {
        JsonObject.Builder builder = JsonObject.builder();
        for (int index = 0; index < pairs.length; index += 2) {
            builder.put((String) pairs[index], JsonValue.of((Double) pairs[index + 1]));
        }
        return builder.build();
    }

    private static TaskDispatchInfo task(String address, JsonObject arguments) {
        return Tasks.of(2, address, arguments, OptionalInt.empty());
    }

    private static PreprocessingConfig patience() {
        return new PreprocessingConfig() {
            @Override
            public int patience_seconds() {
                return 5;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return PreprocessingConfig.class;
            }
        };
    }
}
