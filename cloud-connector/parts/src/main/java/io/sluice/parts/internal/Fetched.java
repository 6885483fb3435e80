package io.sluice.parts.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of others: those that came whole, and what came of the others, by digest. One thread at a time for one digest.
 */
final class Fetched {

    private static final Logger LOG = LoggerFactory.getLogger(Fetched.class);

    private final Path whole;
    private final Path incoming;

    Fetched(Path folder) throws IOException {
        whole = Files.createDirectories(folder.resolve("whole"));
        incoming = Files.createDirectories(folder.resolve("incoming"));
    }

    boolean has(String digest) {
        return Files.exists(whole.resolve(digest));
    }

    /** Empty where it is not there, or not what its name says. */
    Optional<byte[]> read(String digest) throws IOException {
        Path file = whole.resolve(digest);
        try {
            byte[] part = Files.readAllBytes(file);
            if (Digests.of(part).equals(digest)) {
                return Optional.of(part);
            }
            LOG.warn("{} is damaged, and is fetched again", file);
            Files.delete(file);
            return Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** How much has come. */
    long arrived(String digest) throws IOException {
        Path file = incoming.resolve(digest);
        return Files.exists(file) ? Files.size(file) : 0;
    }

    void append(String digest, byte[] range) throws IOException {
        try (FileChannel channel = FileChannel.open(
                incoming.resolve(digest), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long before = channel.size();
            ByteBuffer rest = ByteBuffer.wrap(range);
            try {
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            } catch (IOException full) {
                channel.truncate(before);
                throw full;
            }
        }
    }

    void startOver(String digest) throws IOException {
        Files.deleteIfExists(incoming.resolve(digest));
    }

    /**
     * All has come: it survives a loss of power when this returns true.
     *
     * @return whether it is what its digest says; what came is deleted where not
     */
    boolean complete(String digest) throws IOException {
        Path file = incoming.resolve(digest);
        Durable.force(file);
        if (!Digests.of(file).equals(digest)) {
            Files.delete(file);
            return false;
        }
        Files.move(file, whole.resolve(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.forceFolder(whole);
        return true;
    }

    /** A part that this node kept for itself. */
    void link(String digest, Path file) throws IOException {
        try {
            Files.createLink(whole.resolve(digest), file);
        } catch (FileAlreadyExistsException same) {
            LOG.trace("{} is there", digest);
        }
        Durable.forceFolder(whole);
    }

    private record Aged(Path file, Instant time, long size) {}

    /** Deletes what is too old, and the oldest of too much; it can be fetched again for as long as its sender has it. */
    void prune(Instant oldest, long mostBytes) throws IOException {
        List<Aged> all = new ArrayList<>();
        for (Path folder : List.of(whole, incoming)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    try {
                        FileTime time = Files.getLastModifiedTime(file);
                        all.add(new Aged(file, time.toInstant(), Files.size(file)));
                    } catch (NoSuchFileException moved) {
                        LOG.trace("{} has just come whole", file);
                    }
                }
            }
        }
        all.sort(Comparator.comparing(Aged::time));
        long bytes = all.stream().mapToLong(Aged::size).sum();
        for (Aged one : all) {
            if (bytes <= mostBytes && !one.time().isBefore(oldest)) {
                break;
            }
            Files.deleteIfExists(one.file());
            bytes -= one.size();
        }
    }
}
