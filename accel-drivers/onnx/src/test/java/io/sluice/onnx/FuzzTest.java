package io.sluice.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.onnx.cut.ModelCutter;
import io.sluice.onnx.quantise.Range;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.quantise.StaticQuantiser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real models damaged at random, from a fixed seed: each is read, checked, normalised, written,
 * cut and quantised, or refused by the one
 * exception documented. Anything else fails, memory that runs out included: the limits keep what is held below the heap
 * of the tests.
 */
class FuzzTest {

    private static final int ROUNDS = 300;
    private static final Range SOME = new Range(-1, 1);

    static Stream<Path> models() {
        return RealModels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void isReadOrRefused(Path file) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(file.getFileName().toString().hashCode());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = Damage.to(sound, random);
            String seen = "round " + round;
            // No measure of speed: a reader that loops would otherwise never end.
            refused += assertTimeoutPreemptively(Duration.ofSeconds(60), () -> refuses(damaged), seen) ? 1 : 0;
        }
        assertTrue(refused > ROUNDS / 4, refused + " of " + ROUNDS + " were refused");
        assertTrue(refused < ROUNDS, "nothing was read");
    }

    private static boolean refuses(byte[] bytes) {
        try {
            OnnxModel model = OnnxModel.parse(ByteBuffer.wrap(bytes));
            OnnxCheck.check(model);
            OnnxNormaliser.normalise(model);
            OnnxModel again = OnnxModel.parse(ByteBuffer.wrap(model.toBytes()));
            OnnxCheck.check(again);
            assertTrue(Arrays.equals(model.toBytes(), again.toBytes()));
            new ModelCutter(again).crossings();
            Map<String, Range> ranges = new HashMap<>();
            again.graph().requiredInputs().forEach(input -> ranges.put(input.name(), SOME));
            again.graph().nodes().forEach(node -> node.outputs().forEach(name -> ranges.put(name, SOME)));
            StaticQuantiser.quantise(again, ranges, Settings.DEFAULT).encodedSize();
            return false;
        } catch (OnnxException refusal) {
            assertFalse(refusal.getMessage().isEmpty());
            return true;
        }
    }
}
