package io.sluice.accel.onnxcuda.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.model.ModelData;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFolderTest {

    @TempDir
    Path root;

    @Test
    void eachModelVersionAndChipHasAFolderOfItsOwn() throws IOException {
        FileModel one = FileModel.onnx(Files.writeString(root.resolve("one.onnx"), "weights"));
        FileModel copy = FileModel.onnx(Files.writeString(root.resolve("copy.onnx"), "weights"));
        FileModel other = FileModel.onnx(Files.writeString(root.resolve("other.onnx"), "other weights"));
        Path folder = folder(one, "1.29.0", "NVIDIA A10");
        assertEquals(folder, folder(copy, "1.29.0", "NVIDIA A10"));
        assertNotEquals(folder, folder(other, "1.29.0", "NVIDIA A10"));
        assertNotEquals(folder, folder(one, "1.30.0", "NVIDIA A10"));
        assertNotEquals(folder, folder(one, "1.29.0", "NVIDIA L4"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void aDigestThatIsNoneLeadsNowhereElse() throws IOException {
        Path file = Files.writeString(root.resolve("one.onnx"), "weights");
        Path folder = folder(new FileModel(file, "onnx", "../../../etc"), "1.29.0", "../A10");
        assertEquals(root.resolve("engines"), folder.getParent());
    }

    @Test
    void nothingIsKeptOfAModelThatIsEncryptedWhereItLies() throws IOException {
        ModelData encrypted = new SelfTest();
        assertTrue(new EngineFolder(root.resolve("engines"), "1").of(encrypted, gpu("A10")).isEmpty());
        assertTrue(Files.notExists(root.resolve("engines")));
    }

    @Test
    void aFolderThatCannotBeMadeCostsTheCacheOnly() throws IOException {
        Path file = Files.writeString(root.resolve("engines"), "a file");
        assertEquals(Optional.empty(), new EngineFolder(file, "1").of(FileModel.onnx(file), gpu("A10")));
    }

    private Path folder(ModelData model, String runtime, String chip) {
        return new EngineFolder(root.resolve("engines"), runtime).of(model, gpu(chip)).orElseThrow();
    }

    private static Gpu gpu(String name) {
        return new Gpu("GPU-1", name, "0000:01:00.0", 0, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
    }
}
