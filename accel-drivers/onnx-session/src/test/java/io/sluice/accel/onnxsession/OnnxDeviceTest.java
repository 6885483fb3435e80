package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxDeviceTest {

    @TempDir
    Path folder;

    private final OnnxDevice accelerator = TestDevices.plain();

    @AfterEach
    void close() {
        accelerator.close();
    }

    @Test
    void runsOnTheMemoryOfItsBindingWithoutCopies() throws IOException {
        try (InferenceSession session = accelerator.load(FileModel.onnx(plusTen())); Binding binding = session.bind()) {
            assertEquals(List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(1L, 3L))), session.inputs());
            assertEquals(List.of(new TensorSpec("y", ElementType.FLOAT32, List.of(1L, 3L))), session.outputs());
            FloatBuffer in = binding.input(0).asFloatBuffer();
            FloatBuffer out = binding.output(0).asFloatBuffer();
            in.put(0, new float[] {1, 2, 3});
            binding.run();
            assertArrayEquals(new float[] {11, 12, 13}, floats(out));
            in.put(1, -4f);
            binding.run();
            assertArrayEquals(new float[] {11, 6, 13}, floats(out));
            assertArrayEquals(new long[] {1, 3}, binding.outputShape(0));
        }
    }

    @Test
    void aRunLeavesLessThanAKilobyteOfGarbage() throws IOException {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (InferenceSession session = accelerator.load(FileModel.onnx(plusTen())); Binding binding = session.bind()) {
            for (int run = 0; run < 1000; run++) {
                binding.run();
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int run = 0; run < 1000; run++) {
                binding.run();
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
            assertTrue(each < 1024, "a run allocated " + each + " bytes");
        }
    }

    @Test
    void dropsInitialisersFromTheInputs() throws IOException {
        Path model = new OnnxModelWriter(3)
                .input("x", 1L, 2L)
                .input("weights", 2L)
                .constant("weights", new float[] {3, 5}, 2)
                .node("Mul", List.of("x", "weights"), "y")
                .output("y", 1L, 2L)
                .write(folder.resolve("old.onnx"));
        try (InferenceSession session = accelerator.load(FileModel.onnx(model)); Binding binding = session.bind()) {
            assertEquals(List.of("x"), session.inputs().stream().map(TensorSpec::name).toList());
            binding.input(0).asFloatBuffer().put(new float[] {1, 2});
            binding.run();
            assertArrayEquals(new float[] {3, 10}, floats(binding.output(0).asFloatBuffer()));
        }
    }

    @Test
    void takesAnOpenBatchAsOne() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", "batch", 2L)
                .node("Neg", List.of("x"), "y")
                .output("y", "batch", 2L)
                .write(folder.resolve("batch.onnx"));
        try (InferenceSession session = accelerator.load(FileModel.onnx(model)); Binding binding = session.bind()) {
            assertEquals(List.of(1L, 2L), session.inputs().get(0).shape());
            assertEquals(List.of(1L, 2L), session.outputs().get(0).shape());
            binding.input(0).asFloatBuffer().put(new float[] {1, 2});
            binding.run();
            assertArrayEquals(new float[] {-1, -2}, floats(binding.output(0).asFloatBuffer()));
        }
    }

    @Test
    void anOutputWhoseSizeDependsOnTheValuesIsCopied() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L, 4L)
                .node("Greater", List.of("x", "zero"), "positive")
                .constant("zero", new float[] {0}, 1)
                .node("Compress", List.of("flat", "mask"), "y")
                .node("Flatten", List.of("x"), "flat")
                .node("Squeeze", List.of("positive"), "mask")
                .output("y", "found")
                .write(folder.resolve("dynamic.onnx"));
        try (InferenceSession session = accelerator.load(FileModel.onnx(model)); Binding binding = session.bind()) {
            assertEquals(List.of(-1L), session.outputs().get(0).shape());
            binding.input(0).asFloatBuffer().put(new float[] {1, -2, 3, -4});
            binding.run();
            assertArrayEquals(new long[] {2}, binding.outputShape(0));
            assertArrayEquals(new float[] {1, 3}, floats(binding.output(0).asFloatBuffer()));
            binding.input(0).asFloatBuffer().put(new float[] {5, 6, 7, 8});
            binding.run();
            assertArrayEquals(new float[] {5, 6, 7, 8}, floats(binding.output(0).asFloatBuffer()));
            binding.input(0).asFloatBuffer().put(new float[] {-5, -6, -7, -8});
            binding.run();
            assertArrayEquals(new long[] {0}, binding.outputShape(0));
            assertEquals(0, binding.output(0).remaining());
        }
    }

    @Test
    void refusesAMissingFile() {
        assertRejected("model.file.missing", folder.resolve("none.onnx"), "none.onnx");
        assertRejected("model.file.missing", folder, folder.toString());
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "This is not a model.");
        assertRejected("model.file.corrupt", text, "text.onnx");
        assertRejected("model.file.corrupt", Files.createFile(folder.resolve("empty.onnx")), "0 bytes");
        assertRejected("model.file.corrupt", Files.write(folder.resolve("nought.onnx"), new byte[100]), "byte 0");
    }

    @Test
    void refusesATruncatedModel() throws IOException {
        byte[] whole = Files.readAllBytes(plusTen());
        for (int length : new int[] {3, 20, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
            RejectedException refused = assertThrows(RejectedException.class, () -> accelerator.load(FileModel.onnx(cut)));
            assertTrue(refused.code().startsWith("model."), refused.code());
        }
    }

    @Test
    void refusesAGraphThatDoesNotHoldTogether() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L)
                .node("Neg", List.of("absent"), "y")
                .output("y", 1L)
                .write(folder.resolve("loose.onnx"));
        assertRejected("model.invalid", model, "absent");
    }

    @Test
    void refusesAnUnknownOperator() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L)
                .node("Teleport", List.of("x"), "y")
                .output("y", 1L)
                .write(folder.resolve("unknown.onnx"));
        assertRejected("model.unsupported", model, "Teleport");
    }

    @Test
    void refusesToBindAnInputOfOpenSize() throws IOException {
        Path model = new OnnxModelWriter()
                .input("x", 1L, 3L, "height", "width")
                .node("Neg", List.of("x"), "y")
                .output("y", 1L, 3L, "height", "width")
                .write(folder.resolve("open.onnx"));
        try (InferenceSession session = accelerator.load(FileModel.onnx(model))) {
            RejectedException refused = assertThrows(RejectedException.class, session::bind);
            assertEquals("model.shape.dynamic", refused.code());
            assertTrue(refused.getMessage().contains("[1, 3, -1, -1]"), refused.getMessage());
        }
    }

    @Test
    void closingWaitsForTheRunInFlightAndEndsAllLater() throws Exception {
        InferenceSession session = accelerator.load(FileModel.onnx(plusTen()));
        ExecutorService callers = Executors.newFixedThreadPool(2);
        CountDownLatch running = new CountDownLatch(2);
        try {
            List<Future<String>> ends = List.of(callers.submit(() -> runUntilRefused(session, running)),
                    callers.submit(() -> runUntilRefused(session, running)));
            assertTrue(running.await(10, TimeUnit.SECONDS));
            session.close();
            for (Future<String> end : ends) {
                assertEquals("accelerator.session.closed", end.get(10, TimeUnit.SECONDS));
            }
            session.close();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void closingABindingGivesItsMemoryBackAtOnce() throws IOException {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        try (InferenceSession session = accelerator.load(FileModel.onnx(plusTen()))) {
            long before = direct.getMemoryUsed();
            Binding binding = session.bind();
            assertTrue(direct.getMemoryUsed() > before);
            binding.close();
            binding.close();
            assertEquals(before, direct.getMemoryUsed());
            assertThrows(UnavailableException.class, binding::run);
        }
    }

    @Test
    void goingAwayClosesAllSessions() throws IOException {
        InferenceSession session = accelerator.load(FileModel.onnx(plusTen()));
        try (Binding binding = session.bind()) {
            accelerator.close();
            assertThrows(UnavailableException.class, binding::run);
        }
        assertEquals("accelerator.session.closed", assertThrows(UnavailableException.class, session::bind).code());
        assertThrows(UnavailableException.class, () -> accelerator.load(FileModel.onnx(plusTen())));
    }

    private static String runUntilRefused(InferenceSession session, CountDownLatch running) {
        try (Binding binding = session.bind()) {
            binding.run();
            running.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                binding.run();
            }
            return "interrupted";
        } catch (UnavailableException closed) {
            return closed.code();
        }
    }

    private void assertRejected(String code, Path model, String named) {
        RejectedException refused = assertThrows(RejectedException.class, () -> accelerator.load(FileModel.onnx(model)));
        assertEquals(code, refused.code(), refused.getMessage());
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
        assertTrue(!refused.remedy().isEmpty());
    }

    private Path plusTen() throws IOException {
        return new OnnxModelWriter()
                .input("x", 1L, 3L)
                .constant("ten", new float[] {10}, 1)
                .node("Add", List.of("x", "ten"), "y")
                .output("y", 1L, 3L)
                .write(folder.resolve("plus-ten.onnx"));
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.duplicate().get(values);
        return values;
    }
}
