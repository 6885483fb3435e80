package io.sluice.models.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are whole or absent, whenever the power goes: written aside, forced to disk, renamed. */
final class Durable {

    /** Ending of what is not whole yet; swept away at the next start. */
    static final String TEMPORARY = ".tmp";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private Durable() {}

    /** Only the gateway's user may read it. */
    static void write(Path file, byte[] content) throws IOException {
        Path aside = aside(file);
        try {
            Files.deleteIfExists(aside);
            try (FileChannel channel = FileChannel.open(
                    aside,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            rename(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Makes a file that has been written aside the one of that name. */
    static void publish(Path aside, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        rename(aside, file);
    }

    static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            force(file.getParent());
        }
    }

    static Path aside(Path file) {
        return file.resolveSibling("." + file.getFileName() + TEMPORARY);
    }

    /** Creates a folder and makes its name durable. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            force(folder.getParent());
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to.getParent());
    }

    /** A rename is on disk once its folder is. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
