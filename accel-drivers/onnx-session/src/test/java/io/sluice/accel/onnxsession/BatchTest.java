package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pictures in one run. */
class BatchTest {

    @TempDir
    Path folder;

    private final OnnxDevice device = TestDevices.plain();

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void eachPictureHasItsPartOfEachTensor() throws IOException {
        try (InferenceSession session = device.load(open("batch"));
                Binding three = session.bind(3);
                Binding one = session.bind(1)) {
            three.input(0).asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
            three.run();
            assertArrayEquals(new long[] {3, 2}, three.outputShape(0));
            assertArrayEquals(new float[] {-1, -2, -3, -4, -5, -6}, floats(three));
            one.input(0).asFloatBuffer().put(new float[] {7, 8});
            one.run();
            assertArrayEquals(new float[] {-7, -8}, floats(one));
            assertEquals(List.of(1L, 2L), session.inputs().get(0).shape());
        }
    }

    @Test
    void aRunOfSeveralLeavesNoMoreGarbageThanOneOfOne() throws IOException {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (InferenceSession session = device.load(open("batch")); Binding binding = session.bind(8)) {
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
    void aFixedFirstDimensionIsRefusedWithWhatToDo() throws IOException {
        try (InferenceSession session = device.load(open(1L))) {
            RejectedException refused = assertThrows(RejectedException.class, () -> session.bind(4));
            assertEquals("accelerator.batch.unsupported", refused.code());
            assertTrue(refused.getMessage().contains("net.onnx") && refused.getMessage().contains("4"),
                    refused.getMessage());
            assertFalse(refused.remedy().isEmpty());
            assertThrows(IllegalArgumentException.class, () -> session.bind(0));
            session.bind(1).close();
        }
    }

    @Test
    void anOutputThatDoesNotGoByPicturesIsRefused() throws IOException {
        FileModel sum = FileModel.onnx(new OnnxModelWriter()
                .input("x", "batch", 2L)
                .node("ReduceSum", List.of("x"), "y")
                .output("y", 1L, 1L)
                .write(folder.resolve("sum.onnx")));
        try (InferenceSession session = device.load(sum)) {
            RejectedException refused = assertThrows(RejectedException.class, () -> session.bind(2));
            assertEquals("accelerator.batch.unsupported", refused.code());
            assertTrue(refused.getMessage().contains("'y'"), refused.getMessage());
        }
    }

    @Test
    void theyEndWithTheSession() throws IOException {
        InferenceSession session = device.load(open("batch"));
        Binding binding = session.bind(2);
        session.close();
        assertThrows(UnavailableException.class, binding::run);
        assertThrows(UnavailableException.class, () -> session.bind(2));
        assertThrows(UnavailableException.class, () -> session.bind(5));
        binding.close();
    }

    private FileModel open(Object batch) throws IOException {
        return FileModel.onnx(new OnnxModelWriter()
                .input("x", batch, 2L)
                .node("Neg", List.of("x"), "y")
                .output("y", batch, 2L)
                .write(folder.resolve("net.onnx")));
    }

    private static float[] floats(Binding binding) {
        FloatBuffer buffer = binding.output(0).asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
