package io.sluice.runner.transcode.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.VideoResult;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskRun;
import io.sluice.mp4.clips.Clip;
import io.sluice.runner.kit.testing.MemoryCameras;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.MemoryRecording;
import io.sluice.runner.kit.testing.Tasks;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten seconds of real streams with B-frames, in H.264 and H.265; what is made of them is judged by ffprobe. */
class TranscodeRunnerTest {

    private static final int UNITS = 250;
    private static final String TIMES = "?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:20Z";

    private final MemoryCameras cameras = new MemoryCameras();
    private final TranscodeRunner runner = new TranscodeRunner(patience(), () -> "test");
    private final MemoryContext context = new MemoryContext();

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        runner.bindCameras(cameras);
        MemoryRecording recording = new MemoryRecording(folder);
        for (String codec : List.of("h264", "h265")) {
            Clip clip = Clip.load("pyramid." + codec);
            List<AccessUnit> units =
                    IntStream.range(0, UNITS).mapToObj(index -> clip.unit(index, () -> { }).number(index)).toList();
            recording.add(codec, 1, units, Clip.FRAME);
        }
        runner.bindRecordings(recording);
    }

    @ParameterizedTest
    @CsvSource({"h264,MPEG4,mpeg4", "h265,H264,h264", "h264,VP9,vp9", "h265,AV1,av1"})
    void clipsAreWhatWasAskedForAndHoldEachPictureOnceThoughTheTaskDies(String from, String to, String judged) throws Exception {
        TaskDispatchInfo task = task("recording:" + from + TIMES, JsonObject.builder().put("Codec", to).put("Width", 96)
                .put("SegmentSeconds", 3).put("BitRate", 300).build(), OptionalInt.empty());
        assertEquals(List.of(), runner.check(task));
        context.dieAfter(2);
        try (TaskRun run = runner.start(task, context)) {
            await("it dies", () -> context.keys().size() == 2);
        }
        context.dieAfter(Integer.MAX_VALUE);
        try (TaskRun run = runner.start(task, context)) {
            await("the task finishes", context::hasFinished);
        }
        assertEquals(1, context.repeated(), "the clip whose checkpoint was not saved comes again under its name");
        assertEquals(100, context.percent());
        long first = Math.floorDiv(Clip.EPOCH_MICROS, 3_000_000L);
        assertEquals(IntStream.range(0, 4).mapToObj(index -> "clip-3-" + (first + index)).toList(), context.keys());
        int pictures = 0;
        long last = 0;
        for (String key : context.keys()) {
            VideoResult video = context.data(key).videoResult().orElseThrow();
            JsonObject info = video.videoSliceInfo().orElseThrow();
            String seen = probe(video.videoSliceData().orElseThrow());
            assertTrue(seen.startsWith(judged + ",96,"), seen);
            assertTrue(seen.endsWith("," + number(info, "Pictures")), seen + " " + info);
            assertTrue(number(info, "FirstMicros") > last, "clips overlap");
            last = number(info, "LastMicros");
            pictures += number(info, "Pictures");
        }
        assertEquals(UNITS, pictures);
    }

    @Test
    void fewerPicturesASecondAndDecodedOnes() throws Exception {
        TaskDispatchInfo slower = task("recording:h264" + TIMES,
                JsonObject.builder().put("SegmentSeconds", 20).build(), OptionalInt.of(5));
        try (TaskRun run = runner.start(slower, context)) {
            await("the task finishes", context::hasFinished);
        }
        String seen = probe(context.data(context.keys().get(0)).videoResult().orElseThrow().videoSliceData().orElseThrow());
        int pictures = Integer.parseInt(seen.substring(seen.lastIndexOf(',') + 1));
        assertTrue(pictures >= 50 && pictures <= 51, seen);

        MemoryContext decoding = new MemoryContext();
        TaskDispatchInfo decode = task("recording:h265" + TIMES, JsonObject.builder().put("Codec", "Jpeg").build(), OptionalInt.of(2));
        decoding.full(true);
        try (TaskRun run = runner.start(decode, decoding)) {
            await("it is at work", () -> number(run.occupied(), "PicturesDecoded") > 0);
            decoding.full(false);
            await("the task finishes", decoding::hasFinished);
        }
        assertTrue(decoding.keys().size() >= 20 && decoding.keys().size() <= 21, "a full outbox costs pictures: " + decoding.keys());
        BufferedImage picture = ImageIO.read(decoding.data(decoding.keys().get(7)).imageResult().orElseThrow().imageData()
                .orElseThrow().stream());
        assertEquals(Clip.load("pyramid.h265").format().width(), picture.getWidth());
    }

    @Test
    void aPausedTaskBeginsTheClipAnewThatItWasAt() throws Exception {
        TaskDispatchInfo task = task("recording:h264" + TIMES,
                JsonObject.builder().put("SegmentSeconds", 4).build(), OptionalInt.empty());
        context.full(true);
        try (TaskRun run = runner.start(task, context)) {
            await("it is at work", () -> number(run.occupied(), "PicturesDecoded") > 0);
            run.pause();
            run.resume();
            context.full(false);
            await("the task finishes", context::hasFinished);
        }
        long pictures = 0;
        for (String key : context.keys()) {
            pictures += number(context.data(key).videoResult().orElseThrow().videoSliceInfo().orElseThrow(), "Pictures");
        }
        assertEquals(UNITS, pictures);
        assertEquals(0, context.repeated());
    }

    /** Twelve pictures at half seconds, of which one comes twice; a crash between a clip and its checkpoint. */
    @Test
    void picturesOfAnotherTaskBecomeClipsEachInOneThoughTheTaskDies() throws Exception {
        MemoryContext kept = new MemoryContext(folder.resolve("scratch"));
        TaskDispatchInfo task = Tasks.of(3, "task:frames", JsonObject.builder().put("SegmentSeconds", 2).build(),
                OptionalInt.empty(), "frames");
        assertEquals(List.of(), runner.check(task));
        try (TaskRun run = runner.start(task, kept)) {
            for (int index = 0; index < 6; index++) {
                run.take(picture(10_000 + 500 * index, index));
            }
            run.take(picture(10_000, 0));
            assertEquals(List.of("clip-of-10000000"), kept.keys());
            assertThrows(InvalidInputException.class, () -> run.take(result(13_000, new byte[] {1, 2})));
            kept.dieAfter(2);
            assertThrows(UnavailableException.class, () -> {
                for (int index = 6; index < 9; index++) {
                    run.take(picture(10_000 + 500 * index, index));
                }
            });
            assertEquals(2, kept.keys().size());
        }
        kept.dieAfter(Integer.MAX_VALUE);
        try (TaskRun run = runner.start(task, kept)) {
            for (int index = 6; index < 12; index++) {
                run.take(picture(10_000 + 500 * index, index));
            }
            await("what waits is a clip once nothing comes any more", () -> kept.keys().size() == 3);
        }
        assertEquals(List.of("clip-of-10000000", "clip-of-12000000", "clip-of-14000000"), kept.keys());
        for (String key : kept.keys()) {
            assertEquals("h264,160,120,4", probe(kept.data(key).videoResult().orElseThrow().videoSliceData().orElseThrow()));
        }
    }

    private static TaskResultBody picture(long millis, int shade) throws IOException {
        BufferedImage drawn = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 160 * 120; at++) {
            drawn.setRGB(at % 160, at / 160, shade * 10 << 8 | at % 160);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", png);
        return result(millis, png.toByteArray());
    }

    private static TaskResultBody result(long millis, byte[] picture) {
        return new TaskResultBody("frames", Optional.empty(), "31010000001320000001", List.of(), 0, "1", Optional.empty(),
                OptionalDouble.empty(), OptionalDouble.empty(), millis, Optional.empty(), new TaskResultBody.Data(
                        Optional.of(new TaskResultBody.ImageResult(Optional.of(BinaryPart.owning(picture)), Optional.empty(),
                                Optional.empty())), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatCannotBeMadeIsRefusedByName() {
        assertTrue(obstacle("Codec", "H266").message().startsWith("'Codec' must be one of H264"));
        assertEquals("'Speed' is not known; there are: BitRate, Codec, Height, Quality, SegmentSeconds, Width.",
                obstacle("Speed", "1").message());
        JsonObject odd = JsonObject.builder().put("Width", 97).build();
        assertEquals("'Width' must be even.", runner.check(task("recording:h264" + TIMES, odd, OptionalInt.empty())).get(0).message());
        JsonObject huge = JsonObject.builder().put("BitRate", 50_000).put("SegmentSeconds", 60).build();
        assertTrue(runner.check(task("recording:h264" + TIMES, huge, OptionalInt.empty())).get(0).message()
                .contains("would have more than 8 MiB"));
        if (new Encoders().find(Format.H265).isEmpty()) {
            assertEquals("runner.codec.absent", obstacle("Codec", "H265").code());
        }
        TaskDispatchInfo plain = task("recording:h264" + TIMES, JsonObject.EMPTY, OptionalInt.empty());
        TaskDispatchInfo push = new TaskDispatchInfo(plain.taskId(), plain.taskName(), plain.desc(), plain.taskType(),
                plain.priority(), plain.parentTaskId(), plain.dependencies(), plain.taskAttr(), plain.executionCond(),
                plain.algModelInfo(), plain.inputInfo(),
                List.of(new Destination(Optional.empty(), Optional.of("rtsp://127.0.0.1/out"))));
        assertEquals(List.of("runner.output.unsupported"), runner.check(push).stream().map(Obstacle::code).toList());
        assertEquals("runner.source.undeclared",
                runner.check(task("task:other", JsonObject.EMPTY, OptionalInt.empty())).get(0).code());
        JsonObject still = JsonObject.builder().put("Codec", "Jpeg").build();
        assertTrue(runner.check(Tasks.of(3, "task:other", still, OptionalInt.empty(), "other")).get(0).message()
                .startsWith("'Codec' must be one of video"));
    }

    private Obstacle obstacle(String name, String value) {
        Obstacle found = runner.check(task("recording:h264" + TIMES, JsonObject.builder().put(name, value).build(),
                OptionalInt.empty())).get(0);
        assertEquals(10, found.exceptionCode());
        return found;
    }

    /** Codec, width, height and number of pictures, decoded to the last without an error. */
    private String probe(BinaryPart clip) throws IOException, InterruptedException {
        byte[] bytes = new byte[clip.length()];
        clip.buffer().get(bytes);
        Path file = Files.write(folder.resolve("clip.mp4"), bytes);
        Process probe = new ProcessBuilder("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                "stream=codec_name,width,height,nb_read_frames", "-of", "csv=p=0", file.toString())
                .redirectErrorStream(true).start();
        String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(probe.waitFor(20, TimeUnit.SECONDS));
        assertFalse(said.contains("\n"), said);
        return said;
    }

    private static long number(JsonObject object, String name) {
        return object.get(name).map(value -> (long) ((JsonNumber) value).toDouble()).orElseThrow();
    }

    private static TaskDispatchInfo task(String address, JsonObject arguments, OptionalInt rate) {
        return Tasks.of(3, address, arguments, rate);
    }

    private static TranscodeConfig patience() {
        return new TranscodeConfig() {
            @Override
            public int patience_seconds() {
                return 5;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return TranscodeConfig.class;
            }
        };
    }
}
