package io.sluice.recorder.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {

    private final Staging staging = new Staging();
    private final byte[] content = new byte[3 * (1 << 20) + 5 * 4096];

    @TempDir
    private Path folder;

    BlockFileTest() {
        new Random(1).nextBytes(content);
    }

    @Test
    void piecesOfAnyLengthBecomeWholeBlocksOfTheFile() throws IOException {
        Path path = folder.resolve("a/b/file");
        try (BlockFile file = BlockFile.create(path)) {
            file.write(0, pieces(content), staging);
        }
        assertArrayEquals(content, Files.readAllBytes(path));
    }

    @Test
    void whatWasWrittenIsThereForReadersBeforeTheFileIsClosed() throws IOException {
        Path path = folder.resolve("file");
        try (BlockFile file = BlockFile.create(path)) {
            file.write(0, pieces(Arrays.copyOf(content, 4096)), staging);
            file.write(4096, pieces(Arrays.copyOfRange(content, 4096, 12_288)), staging);
            assertArrayEquals(Arrays.copyOf(content, 12_288), Files.readAllBytes(path));
        }
    }

    @Test
    void aFileGoesOnBehindWhatIsKept() throws IOException {
        Path path = folder.resolve("file");
        Files.write(path, content);
        try (BlockFile file = BlockFile.open(path, 8192)) {
            file.write(8192, pieces(Arrays.copyOf(content, 4096)), staging);
        }
        byte[] expected = Arrays.copyOf(content, 12_288);
        System.arraycopy(content, 0, expected, 8192, 4096);
        assertArrayEquals(expected, Files.readAllBytes(path));
    }

    @Test
    void aFileThatEndsWithinABlockGoesOnByteForByte() throws IOException {
        Path path = folder.resolve("file");
        Files.write(path, content);
        try (BlockFile file = BlockFile.open(path, 1001)) {
            assertEquals(1, file.block());
            file.write(1001, pieces(Arrays.copyOfRange(content, 1001, 5000)), staging);
        }
        assertArrayEquals(Arrays.copyOf(content, 5000), Files.readAllBytes(path));
    }

    @Test
    void anotherFileIsNeverWrittenOver() throws IOException {
        Path path = folder.resolve("file");
        Files.write(path, content);
        assertThrows(FileAlreadyExistsException.class, () -> BlockFile.create(path));
        assertArrayEquals(content, Files.readAllBytes(path));
    }

    @Test
    void theDiskOfTheTestsIsWrittenPastItsCache() throws IOException {
        try (BlockFile file = BlockFile.create(folder.resolve("file"))) {
            assumeTrue(Files.getFileStore(folder).type().matches("ext4|xfs|btrfs"),
                    "skipped: not known whether this file system has a way past its cache");
            assertEquals(Files.getFileStore(folder).getBlockSize(), file.block());
        }
    }

    private static ByteBuffer[] pieces(byte[] whole) {
        Random random = new Random(whole.length);
        ByteBuffer[] pieces = new ByteBuffer[40];
        int from = 0;
        for (int index = 0; index < pieces.length; index++) {
            int left = whole.length - from;
            int count = index == pieces.length - 1 ? left : random.nextInt(2 * left / (pieces.length - index) + 1);
            pieces[index] = ByteBuffer.wrap(whole, from, Math.min(count, left)).slice().asReadOnlyBuffer();
            from += pieces[index].remaining();
        }
        return pieces;
    }
}
