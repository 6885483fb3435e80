package io.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.api.model.InputSpec;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.run.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A maker makes the demo line's model smaller, and shares it between two devices. With the real ONNX Runtime. */
final class CompressionVerbsTest {

    private static final Path DEMO = Path.of("../../bundles/demo-line/model/solder-joints");

    @TempDir
    private Path temp;

    private Path folder;
    private Path model;

    private record Answer(int code, String out, String err) {}

    @BeforeEach
    void algorithm() throws IOException {
        folder = Files.createDirectories(temp.resolve("solder-joints"));
        for (String name : List.of("algorithm.yaml", "model.onnx")) {
            Files.copy(DEMO.resolve(name), folder.resolve(name));
        }
        model = folder.resolve("model.onnx");
    }

    @Test
    void anInt8FormIsMadeOfPictures() throws IOException {
        Path pictures = pictures(9);
        // Any time will do: a loaded machine proves nothing about speed.
        Answer answer = run("quantise", folder, "--frames", pictures, "--agreement", "90", "--time", "10000");
        assertEquals(0, answer.code(), answer.out() + answer.err());
        assertTrue(answer.out().contains("calibrating on 6 frames"), answer.out());
        assertTrue(answer.out().matches("(?s).*taken: \\d+ of \\d+ findings agree .*ms against.*"), answer.out());
        assertTrue(Files.size(folder.resolve("model.int8.onnx")) < Files.size(model) / 2);
        assertTrue(answer.out().contains("- {file: model.int8.onnx, precision: int8}"), answer.out());
    }

    @Test
    void aFormThatIsNotFastEnoughIsRefusedWithTheNumbersAndNotWritten() throws IOException {
        Answer answer = run("quantise", folder, "--frames", pictures(6), "--agreement", "0", "--time", "0.001");
        assertEquals(1, answer.code());
        assertTrue(answer.out().contains("refused: "), answer.out());
        assertFalse(Files.exists(folder.resolve("model.int8.onnx")));
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        assertEquals(2, run("quantise", folder).code());
        assertTrue(run("quantise", folder, "--frames", Files.createDirectories(temp.resolve("none"))).err()
                .contains("[frames.none]"));
        Path broken = Files.writeString(temp.resolve("broken.mp4"), "no video");
        assertTrue(run("quantise", folder, "--frames", broken).err().contains("[frames.video]"));
        assertEquals(2, run("quantise", folder, "--frames", broken, "--time", "much").code());
        Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 5000));
        Answer cut = run("quantise", folder, "--frames", pictures(2));
        assertEquals(1, cut.code());
        assertTrue(cut.err().contains("[model.corrupt]"), cut.err());
    }

    @Test
    void framesOfARecordingAreTakenAtEqualDistances() throws IOException {
        Path video = Path.of(Optional.ofNullable(System.getenv("SLUICE_ASSETS")).orElse("../../../shared/assets"))
                .resolve("videos/one-by-one-person-detection.mp4");
        assumeTrue(Files.exists(video), "Skipped: there is no " + video + "; set SLUICE_ASSETS to the folder of assets.");
        InputSpec spec = new InputSpec(32, 24, InputSpec.Channels.RGB, InputSpec.Fit.STRETCH,
                List.of(0.0, 0.0, 0.0), List.of(255.0, 255.0, 255.0));
        List<Map<String, Tensor>> frames = Frames.read(video, "x", spec, 7);
        assertEquals(7, frames.size());
        Tensor first = frames.get(0).get("x");
        assertEquals(List.of(1L, 3L, 24L, 32L), Arrays.stream(first.shape()).boxed().toList());
        assertFalse(Arrays.equals(first.values(), frames.get(6).get("x").values()));
    }

    @Test
    void theCutIsChosenFromTheTimesOfBothDevices() throws IOException {
        Path times = temp.resolve("times");
        Answer measured = run("cut", model, "--times", times, "--most", "5");
        assertEquals(0, measured.code(), measured.err());
        assertEquals(7, Files.readAllLines(times).size());
        // The other device takes no time, and the link next to none: the frame is sent as it is.
        List<String> free = Files.readAllLines(times).stream().map(line -> line.replaceFirst("^[^\t]*", "0.000001")).toList();
        Files.write(times, free);
        Answer sent = run("cut", model, "--link", "1e9", "--tail-times", times, "--most", "5");
        assertEquals(0, sent.code(), sent.err());
        assertTrue(sent.out().contains("cut at images"), sent.out());
        // Neither device has memory for all of it: head and tail are written.
        Answer parted = run("cut", model, "--link", "1e9", "--tail-times", times, "--most", "5", "--head-memory", "7.18",
                "--tail-memory", "0.5", "-o", temp.resolve("parted"));
        assertEquals(0, parted.code(), parted.out() + parted.err());
        for (String part : List.of("head", "tail")) {
            Path file = temp.resolve("parted." + part + ".onnx");
            assertFalse(OnnxModel.parse(ByteBuffer.wrap(Files.readAllBytes(file))).graph().nodes().isEmpty());
        }
        Answer nowhere = run("cut", model, "--link", "1", "--tail-times", times, "--most", "5", "--head-memory", "0",
                "--tail-memory", "0");
        assertEquals(1, nowhere.code());
        assertTrue(nowhere.out().startsWith("no cut fits"), nowhere.out());
    }

    @Test
    void timesOfAnotherModelAreRefused() throws IOException {
        Path times = Files.writeString(temp.resolve("times"), "1.0\tother\n");
        Answer answer = run("cut", model, "--link", "100", "--tail-times", times, "--most", "2");
        assertTrue(answer.err().contains("[cut.times]"), answer.err());
        assertEquals(2, run("cut", model, "--link", "0", "--tail-times", times, "--most", "2").code());
    }

    private Path pictures(int count) throws IOException {
        Path pictures = Files.createDirectories(temp.resolve("pictures"));
        YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        BufferedImage image = new BufferedImage(LineScene.WIDTH, LineScene.HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int index = 0; index < count; index++) {
            new LineScene(LineOptions.taught(index)).draw(100L * index, picture);
            for (int y = 0; y < LineScene.HEIGHT; y++) {
                for (int x = 0; x < LineScene.WIDTH; x++) {
                    image.setRGB(x, y, picture.rgb(x, y));
                }
            }
            ImageIO.write(image, "png", pictures.resolve("frame" + index + ".png").toFile());
        }
        return pictures;
    }

    private static Answer run(Object... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new AlgorithmCommand(new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8), Clock.systemUTC())
                .run(Stream.of(words).map(Object::toString).toList());
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
