package io.sluice.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder of everything a gateway writes, held by one gateway at a time. */
final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws IOException with a message for people when the folder cannot be written or another gateway holds it */
    static DataFolder open(Path root) throws IOException {
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(root.resolve("lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                String holder = read(channel);
                channel.close();
                throw new IOException("The data folder " + root + " is in use by another gateway (process " + holder
                        + "). Stop that one, or give this one another folder with --data.");
            }
            channel.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid())
                    .getBytes(StandardCharsets.US_ASCII)), 0);
            DataFolder folder = new DataFolder(root, channel);
            deleteTree(folder.temporary());
            Files.createDirectories(folder.temporary());
            Files.createDirectories(root.resolve("etc"));
            return folder;
        } catch (java.nio.file.FileSystemException error) {
            throw new IOException("The data folder " + root + " cannot be written: " + Causes.of(error), error);
        }
    }

    Path root() {
        return root;
    }

    /** Emptied at every start. */
    Path temporary() {
        return root.resolve("tmp");
    }

    /** The framework's own store; may be thrown away at any start. */
    Path cache() {
        return root.resolve("cache");
    }

    /** Throws away what the framework stored, and the native libraries unpacked from it. */
    void discardCache() throws IOException {
        deleteTree(cache());
        deleteTree(root.resolve("native"));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException error) {
                    throw new UncheckedIOException(error);
                }
            });
        } catch (UncheckedIOException error) {
            throw error.getCause();
        }
    }
}
