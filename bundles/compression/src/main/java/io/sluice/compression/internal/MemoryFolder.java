package io.sluice.compression.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of this user's in memory: what lies encrypted on the disk is plain in it while it is worked on. Gone with
 * {@link #close()}, at the latest with the next start.
 *
 * @param path of it
 */
record MemoryFolder(Path path) implements AutoCloseable {

    private static final Folders FOLDERS = new Folders("compression");
    private static final Path MEMORY = Path.of("/dev/shm");

    /** @throws UnavailableException when this system has no file system in memory */
    static MemoryFolder create() {
        try {
            if (Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).type().equals("tmpfs")) {
                return new MemoryFolder(FOLDERS.create(MEMORY));
            }
            throw missing("it is no tmpfs that can be written to", null);
        } catch (IOException error) {
            throw missing(error.getMessage(), error);
        }
    }

    /** Removes what a gateway left that was killed. */
    static void sweep() {
        FOLDERS.sweep(MEMORY);
    }

    /** @throws UnavailableException when there are not so many bytes left */
    void require(long bytes) {
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < bytes) {
                throw new UnavailableException("compression.memory.short",
                        MEMORY + " has room for " + free + " bytes; " + bytes + " are needed.",
                        "Give it more room, or end what else uses it.", null);
            }
        } catch (IOException error) {
            throw missing(error.getMessage(), error);
        }
    }

    @Override
    public void close() {
        Folders.delete(path);
    }

    private static UnavailableException missing(String why, Throwable cause) {
        return new UnavailableException("compression.memory.missing",
                "Models are worked on in memory only, and " + MEMORY + " cannot be used: " + why + ".",
                "Mount a tmpfs there.", cause);
    }
}
