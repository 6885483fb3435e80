package io.sluice.algorithm.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of test vectors, and files that only look like some. */
final class TensorTest {

    @TempDir
    private Path temp;

    @Test
    void rawNumbersTakeTheirShapeFromTheManifest() throws IOException {
        Path file = Files.write(temp.resolve("a.bin"), new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        assertArrayEquals(new float[] {1, 2}, read(file, List.of(1L, 2L)).values());
        for (List<Long> wrong : List.of(List.of(3L), List.of(1L), List.of(1L << 28, 1L << 28, 1L << 28), List.of(1L << 62, 4L))) {
            assertThrows(RejectedException.class, () -> read(file, wrong));
        }
    }

    @Test
    void numpyFilesHaveTheirOwn() throws IOException {
        Tensor tensor = read(numpy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"), List.of());
        assertEquals(List.of(2L), tensor.shape());
        assertArrayEquals(new float[] {1, 2}, tensor.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }",
        "{}",
    })
    void othersAreRefused(String header) throws IOException {
        Path file = numpy(header);
        assertEquals("model.test.malformed",
                assertThrows(RejectedException.class, () -> read(file, List.of())).code());
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        Path file = numpy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(RejectedException.class, () -> read(file, List.of()));
        }
    }

    private static Tensor read(Path file, List<Long> shape) throws IOException {
        return Tensor.read(file.getFileName().toString(), Files.readAllBytes(file), shape);
    }

    private Path numpy(String header) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return Files.write(temp.resolve("a.npy"), ByteBuffer.allocate(10 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length).put(text)
                .putFloat(1).putFloat(2).array());
    }
}
