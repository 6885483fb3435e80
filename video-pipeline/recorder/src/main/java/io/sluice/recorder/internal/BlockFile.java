package io.sluice.recorder.internal;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file written past the operating system's page cache where the file system can, in whole blocks: what is written is
 * with the disk when the call returns, and video that hardly anyone will watch drives nothing else out of memory.
 * Elsewhere it is written as any file, and a block is one byte. Used by one thread.
 */
final class BlockFile implements AutoCloseable {

    private final FileChannel channel;
    private final int block;

    private BlockFile(FileChannel channel, int block) {
        this.channel = channel;
        this.block = block;
    }

    /** Makes a file, with the folders it lies in. */
    static BlockFile create(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
        return open(path, 0);
    }

    /** Opens a file to go on behind its first bytes; what follows them is cut off. */
    static BlockFile open(Path path, long keep) throws IOException {
        int block = Math.toIntExact(Files.getFileStore(path).getBlockSize());
        if (keep % block == 0) {
            try {
                FileChannel direct = FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
                return cut(new BlockFile(direct, block), keep);
            } catch (IOException | UnsupportedOperationException notHere) {
                // Some file systems have no way past the cache; one that is broken fails below as well.
            }
        }
        return cut(new BlockFile(FileChannel.open(path, StandardOpenOption.WRITE), 1), keep);
    }

    /** Where writes have to begin and end: at multiples of this many bytes. */
    int block() {
        return block;
    }

    /**
     * Writes at a multiple of a block.
     *
     * @param parts whole blocks in all
     */
    void write(long at, ByteBuffer[] parts, Staging staging) throws IOException {
        long next = at;
        ByteBuffer stage = staging.empty(block);
        for (ByteBuffer part : parts) {
            while (part.hasRemaining()) {
                int count = Math.min(part.remaining(), stage.remaining());
                stage.put(part.slice(part.position(), count));
                part.position(part.position() + count);
                if (!stage.hasRemaining()) {
                    next = flush(stage, next);
                }
            }
        }
        flush(stage, next);
    }

    void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private long flush(ByteBuffer stage, long at) throws IOException {
        long next = at;
        stage.flip();
        while (stage.hasRemaining()) {
            next += channel.write(stage, next);
        }
        stage.clear();
        return next;
    }

    private static BlockFile cut(BlockFile file, long keep) throws IOException {
        try {
            file.truncate(keep);
            return file;
        } catch (IOException error) {
            file.close();
            throw error;
        }
    }
}
