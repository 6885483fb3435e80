package io.sluice.accel.contained.internal.wire;

import io.sluice.support.model.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory of two processes: a file that both map. Once both have, its name is taken away, and the memory goes with the last
 * of them however that one ends.
 */
public final class SharedMemory implements AutoCloseable {

    private static final int BLOCK = 64 << 10;

    private final Path file;
    private final NativeMemory memory;
    private final ByteBuffer view;

    private SharedMemory(Path file, NativeMemory memory, int bytes) {
        this.file = file;
        this.memory = memory;
        view = memory.view().slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Makes memory of zeros.
     *
     * @param folder of a file system in memory, or any other
     * @throws IOException when the file system is full, among others
     */
    public static SharedMemory create(Path folder, long bytes) throws IOException {
        Path file = Files.createTempFile(folder, "tensor", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Written and not only made long: touching a page for which the file system has no room would end this process.
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(1, bytes)));
            for (long left = Math.max(1, bytes); left > 0; ) {
                left -= channel.write(zeros.clear().limit((int) Math.min(zeros.capacity(), left)));
            }
            return map(file, channel, bytes);
        } catch (IOException | RuntimeException error) {
            Files.deleteIfExists(file);
            throw error;
        }
    }

    /** Maps what the other side made. */
    public static SharedMemory open(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return map(file, channel, bytes);
        }
    }

    private static SharedMemory map(Path file, FileChannel channel, long bytes) throws IOException {
        int length = Math.toIntExact(bytes);
        NativeMemory memory = NativeMemory.own(channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.max(1, length)));
        return new SharedMemory(file, memory, length);
    }

    public Path file() {
        return file;
    }

    /** The memory, in native byte order; must not be touched after {@link #close()}. */
    public ByteBuffer view() {
        return view;
    }

    /** Takes the name away; the memory stays. Idempotent. */
    public void unlink() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException error) {
            throw new IllegalStateException("cannot delete " + file, error);
        }
    }

    /** Gives this side's share back. Idempotent. */
    @Override
    public void close() {
        memory.close();
    }
}
