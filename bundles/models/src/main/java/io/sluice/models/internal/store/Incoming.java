package io.sluice.models.internal.store;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages on their way in, as plain files until they are imported. What comes by digest may come in pieces: what was
 * received before a connection broke, or the power went, is gone on from.
 */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String PART = ".part";
    /** Whoever has not come back by then has found another way. */
    private static final Duration PATIENCE = Duration.ofDays(7);
    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final long mostBytes;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    Incoming(Path folder, long mostBytes) throws IOException {
        this.folder = folder;
        this.mostBytes = mostBytes;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(PATIENCE));
                if (old || file.getFileName().toString().endsWith(Durable.TEMPORARY)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Receives a whole package into a file of its own, which the caller deletes. */
    Path whole(InputStream content) {
        Path file = folder.resolve("." + UUID.randomUUID() + Durable.TEMPORARY);
        try {
            try {
                copy(content, file, mostBytes);
            } catch (IOException error) {
                throw StoreFaults.of(error);
            }
            return file;
        } catch (RuntimeException error) {
            delete(file);
            throw error;
        }
    }

    long received(String sha256) {
        checkDigest(sha256);
        try {
            Path part = part(sha256);
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException error) {
            throw StoreFaults.of(error);
        }
    }

    /** Works on a package alone: one piece at a time is received. */
    <T> T exclusively(String sha256, Supplier<T> work) {
        checkDigest(sha256);
        if (!busy.add(sha256)) {
            throw new UnavailableException(
                    "model.upload.busy", "This package is being received already.", "Try again later.", null);
        }
        try {
            return work.get();
        } finally {
            busy.remove(sha256);
        }
    }

    /** Appends a piece. @return the file of what there is now */
    Path append(String sha256, long offset, long total, InputStream content) {
        if (total < 1 || total > mostBytes) {
            throw tooLarge(mostBytes);
        }
        long present = received(sha256);
        if (offset != present) {
            throw new InvalidInputException(
                    "model.upload.offset", "Upload-Offset",
                    "The upload goes on at byte " + present + ", not at " + offset + ".", "Send from byte " + present + " on.");
        }
        Path part = part(sha256);
        try {
            copy(content, part, total - offset);
        } catch (IOException error) {
            throw StoreFaults.of(error);
        } catch (RejectedException altered) {
            // What came was not what was signed: none of it is kept.
            cut(part, present);
            throw altered;
        }
        return part;
    }

    private static void cut(Path part, long length) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException error) {
            delete(part);
        }
    }

    void checkWhole(String sha256, Path file) throws IOException {
        String found = digest(file);
        if (!found.equals(sha256)) {
            delete(file);
            throw new RejectedException(
                    "model.package.digest", "What was received has the SHA-256 " + found + ", not " + sha256 + ".",
                    "Send the package again from its start.", null);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException error) {
            // Swept away at the next start.
            LOG.warn("Cannot delete {}", file, error);
        }
    }

    static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private Path part(String sha256) {
        return folder.resolve(sha256 + PART);
    }

    private static void copy(InputStream content, Path file, long most) throws IOException {
        long left = most;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
                left -= count;
                if (left < 0) {
                    throw tooLarge(most);
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException error) {
            throw new UnavailableException(
                    "model.upload.interrupted", "The package ended early: " + error.getMessage() + ".", "Send it again.",
                    error);
        }
    }

    private static RejectedException tooLarge(long most) {
        return new RejectedException(
                "model.package.too_large", "The package has more than " + most + " bytes, or none.",
                "Raise 'most.megabytes' of the configuration io.sluice.models, or make the package smaller.", null);
    }

    private static void checkDigest(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new InvalidInputException(
                    "model.package.name", "", "A package is named by its SHA-256 in 64 lower-case hexadecimal digits.",
                    "Correct the address.");
        }
    }
}
