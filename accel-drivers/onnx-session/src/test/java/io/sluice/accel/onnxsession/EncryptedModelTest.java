package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelData;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model that lies encrypted: no file has its content, and what was decrypted is given back at once. */
class EncryptedModelTest {

    private final byte[] plain = new OnnxModelWriter()
            .input("x", "batch", 2L)
            .node("Neg", List.of("x"), "y")
            .output("y", "batch", 2L)
            .bytes();

    @Test
    void runsFromMemoryThatIsClosedRightAfterLoading() {
        Decrypted model = new Decrypted(plain, "onnx");
        try (OnnxDevice device = TestDevices.plain(); InferenceSession session = device.load(model)) {
            assertEquals(1, model.opened);
            assertEquals(1, model.closed);
            try (Binding binding = session.bind()) {
                binding.input(0).asFloatBuffer().put(new float[] {1, 2});
                binding.run();
                assertEquals(-2, binding.output(0).getFloat(Float.BYTES));
            }
        }
        assertEquals(1, model.opened);
    }

    @Test
    void isGivenBackAlsoWhenTheModelIsRefused() {
        Decrypted model = new Decrypted("This is not a model.".getBytes(), "onnx");
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused = assertThrows(RejectedException.class, () -> device.load(model));
            assertEquals("model.file.corrupt", refused.code());
            assertTrue(refused.getMessage().contains("secret.onnx"), refused.getMessage());
            assertEquals(1, model.closed);
        }
    }

    @Test
    void isNotOpenedWhenItsFormatIsForAnotherChip() {
        Decrypted model = new Decrypted(plain, "rknn");
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused = assertThrows(RejectedException.class, () -> device.load(model));
            assertEquals("model.format.unsupported", refused.code());
            assertTrue(refused.getMessage().contains("rknn"), refused.getMessage());
            assertFalse(refused.remedy().isEmpty());
            assertEquals(0, model.opened);
        }
    }

    @Test
    void hasNoDataBesideIt() {
        byte[] external = new OnnxModelWriter()
                .input("x", 1L, 2L)
                .external("weights", "weights.bin", 2)
                .node("Mul", List.of("x", "weights"), "y")
                .output("y", 1L, 2L)
                .bytes();
        Decrypted model = new Decrypted(external, "onnx");
        try (OnnxDevice device = TestDevices.plain()) {
            RejectedException refused = assertThrows(RejectedException.class, () -> device.load(model));
            assertEquals("model.data.outside", refused.code());
            assertEquals(1, model.closed);
        }
    }

    private static final class Decrypted implements ModelData {

        private final byte[] bytes;
        private final String format;
        private int opened;
        private int closed;

        Decrypted(byte[] bytes, String format) {
            this.bytes = bytes;
            this.format = format;
        }

        @Override
        public String name() {
            return "secret.onnx";
        }

        @Override
        public String format() {
            return format;
        }

        @Override
        public String sha256() {
            return "";
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public Content open() {
            opened++;
            NativeMemory memory = NativeMemory.allocate(bytes.length);
            memory.view().put(0, bytes);
            return new Content() {
                @Override
                public ByteBuffer bytes() {
                    return memory.bytes();
                }

                @Override
                public void close() {
                    closed++;
                    memory.close();
                }
            };
        }
    }
}
