package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that hang or ask for more memory than there is: they lose their own runs, and nothing else does. */
class RunawayModelTest {

    /** As a loop's count: centuries. As a number of floats: beyond any address space. */
    private static final float HUGE = 1L << 56;

    @TempDir
    Path folder;

    private List<String> quarantined = List.of();
    private final OnnxDevice accelerator = new OnnxDevice(TestDevices.PLAIN, Set.of("onnx"), 1, Duration.ofMillis(100),
            models -> quarantined = models);

    @AfterEach
    void close() {
        accelerator.close();
    }

    @Test
    void aRunThatDoesNotEndIsStoppedAndTheNextOneRuns() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            UnavailableException late = assertThrows(UnavailableException.class, () -> run(binding, HUGE));
            assertEquals("accelerator.run.timeout", late.code());
            assertTrue(late.getMessage().contains("counting.onnx") && late.getMessage().contains("0.1 s"),
                    late.getMessage());
            assertFalse(late.remedy().isEmpty());
            assertEquals(6, run(binding, 3));
        }
    }

    @Test
    void aRunOfAnotherModelWaitsForTheHangingOneAndIsServed() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (InferenceSession bad = accelerator.load(counting()); Binding hanging = bad.bind();
                InferenceSession good = accelerator.load(hungry()); Binding waiting = good.bind()) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<String> end = caller.submit(() -> {
                begun.countDown();
                return codeOf(hanging, HUGE);
            });
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            assertEquals(0, run(waiting, 5));
            assertEquals("accelerator.run.timeout", end.get(10, TimeUnit.SECONDS));
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void threeHangsInARowPutTheModelIntoQuarantineUntilItIsLoadedAgain() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            assertEquals("accelerator.run.timeout", codeOf(binding, HUGE));
            assertEquals("accelerator.run.timeout", codeOf(binding, HUGE));
            assertEquals(List.of(), quarantined);
            assertEquals("accelerator.run.timeout", codeOf(binding, HUGE));
            assertEquals("accelerator.model.quarantined", codeOf(binding, 3));
            assertEquals(List.of("counting.onnx"), quarantined);
            try (InferenceSession other = accelerator.load(hungry()); Binding unharmed = other.bind()) {
                assertEquals(0, run(unharmed, 5));
            }
            try (InferenceSession again = accelerator.load(counting()); Binding fresh = again.bind()) {
                assertEquals(List.of(), quarantined);
                assertEquals(6, run(fresh, 3));
            }
        }
    }

    @Test
    void closingASessionInQuarantineEndsItsStatus() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            for (int hang = 0; hang < 3; hang++) {
                codeOf(binding, HUGE);
            }
            assertEquals(List.of("counting.onnx"), quarantined);
        }
        assertEquals(List.of(), quarantined);
    }

    @Test
    void quarantineCanBeReleasedByHand() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            for (int hang = 0; hang < 3; hang++) {
                codeOf(binding, HUGE);
            }
            accelerator.releaseQuarantine();
            assertEquals(List.of(), quarantined);
            assertEquals(6, run(binding, 3));
        }
    }

    @Test
    void hangsThatAreNotInARowAreForgiven() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            for (int round = 0; round < 2; round++) {
                assertEquals("accelerator.run.timeout", codeOf(binding, HUGE));
                assertEquals("accelerator.run.timeout", codeOf(binding, HUGE));
                assertEquals(4, run(binding, 2));
            }
        }
    }

    @Test
    void aChangedLimitAppliesInPlace() throws IOException {
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            accelerator.runLimit(Duration.ofSeconds(1));
            UnavailableException late = assertThrows(UnavailableException.class, () -> run(binding, HUGE));
            assertTrue(late.getMessage().contains(" 1 s"), late.getMessage());
        }
    }

    @Test
    void goingAwayEndsTheRunThatHangs() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        InferenceSession session = accelerator.load(counting());
        try (Binding binding = session.bind()) {
            CountDownLatch begun = new CountDownLatch(1);
            Future<String> end = caller.submit(() -> {
                run(binding, 1);
                begun.countDown();
                return codeOf(binding, HUGE);
            });
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            accelerator.close();
            String code = end.get(10, TimeUnit.SECONDS);
            assertTrue(List.of("accelerator.run.timeout", "accelerator.session.closed").contains(code), code);
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void aRunThatNeedsMoreMemoryThanThereIsFailsAlone() throws IOException {
        try (InferenceSession session = accelerator.load(hungry()); Binding binding = session.bind();
                InferenceSession other = accelerator.load(counting()); Binding unharmed = other.bind()) {
            assertEquals(0, run(binding, 5));
            UnavailableException refused = assertThrows(UnavailableException.class, () -> run(binding, HUGE));
            assertEquals("accelerator.memory.exhausted", refused.code(), refused.getMessage());
            assertTrue(refused.getMessage().contains("hungry.onnx"), refused.getMessage());
            assertFalse(refused.remedy().isEmpty());
            assertEquals(6, run(unharmed, 3));
            assertEquals(0, run(binding, 5));
            assertEquals(List.of(), quarantined);
        }
    }

    @Test
    void aModelWhoseOutputFitsNoMemoryIsRefusedWhenBound() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L, 1L)
                .constant("zero", new float[] {0}, 1)
                .node("Add", List.of("x", "zero"), "y")
                .node("Neg", List.of("y"), "z")
                .output("z", 1L, 1L)
                .input("huge", 1L << 40, 1L << 40)
                .write(folder.resolve("huge.onnx"));
        try (InferenceSession session = accelerator.load(FileModel.onnx(model))) {
            SluiceException refused = assertThrows(SluiceException.class, session::bind);
            assertEquals("model.tensor.large", refused.code());
            assertTrue(refused.getMessage().contains("huge.onnx"), refused.getMessage());
        }
    }

    @Test
    void aConstantBeyondAllMemoryHarmsNothingElse() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L)
                .shapeConstant("size", 1L << 56)
                .node("ConstantOfShape", List.of("size"), "noughts")
                .node("ReduceSum", List.of("noughts"), "sum")
                .node("Add", List.of("sum", "x"), "y")
                .output("y", 1L)
                .write(folder.resolve("constant.onnx"));
        // ONNX Runtime may compute it when it loads the model, or leave it to the run.
        SluiceException refused = assertThrows(SluiceException.class, () -> {
            try (InferenceSession session = accelerator.load(FileModel.onnx(model)); Binding binding = session.bind()) {
                run(binding, 1);
            }
        });
        assertEquals("accelerator.memory.exhausted", refused.code(), refused.getMessage());
        try (InferenceSession session = accelerator.load(counting()); Binding binding = session.bind()) {
            assertEquals(6, run(binding, 3));
        }
    }

    @Test
    void weightsThatClaimToBeHugeAreRefused() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L)
                .constant("weights", new float[] {1, 2, 3}, 1L << 40, 1L << 20)
                .node("Mul", List.of("x", "weights"), "y")
                .output("y", 1L << 40, 1L << 20)
                .write(folder.resolve("claim.onnx"));
        SluiceException refused = assertThrows(SluiceException.class, () -> accelerator.load(FileModel.onnx(model)));
        assertEquals("model.invalid", refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().contains("claim.onnx"), refused.getMessage());
    }

    /** This module's tests have 256 MB of direct memory, see its pom. */
    @Test
    void moreDirectMemoryThanTheGatewayHasIsSaidToBeMissing() throws IOException {
        Path file = new OnnxModelWriter()
                .input("x", 1L)
                .node("Neg", List.of("x"), "y")
                .output("y", 1L)
                .input("wide", 1L << 28)
                .write(folder.resolve("wide.onnx"));
        try (InferenceSession session = accelerator.load(FileModel.onnx(file))) {
            SluiceException refused = assertThrows(SluiceException.class, session::bind);
            assertEquals("accelerator.memory.exhausted", refused.code());
        }
    }

    private FileModel counting() throws IOException {
        return FileModel.onnx(OnnxModelWriter.counting().write(folder.resolve("counting.onnx")));
    }

    private FileModel hungry() throws IOException {
        return FileModel.onnx(OnnxModelWriter.hungry().write(folder.resolve("hungry.onnx")));
    }

    private static String codeOf(Binding binding, float x) {
        return assertThrows(SluiceException.class, () -> run(binding, x)).code();
    }

    private static float run(Binding binding, float x) {
        binding.input(0).putFloat(0, x);
        binding.run();
        return binding.output(0).getFloat(0);
    }
}
