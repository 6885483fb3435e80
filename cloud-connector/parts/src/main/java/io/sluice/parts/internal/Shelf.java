package io.sluice.parts.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that others may fetch, a file each, named by its digest. Who may fetch one is the name of an empty file,
 * {@code digest.result.device}: such a name is there or not, whenever the power goes, and needs no database. A part without such
 * a name is nobody's and goes. Thread-safe.
 */
final class Shelf {

    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final Path content;
    private final Path claims;
    private final Map<String, Kept> kept = new HashMap<>();
    private long bytes;
    private long temporary;

    private static final class Kept {

        final long size;
        Instant time;
        /** {@code result.device} */
        final Set<String> claims = new HashSet<>();

        Kept(long size, Instant time) {
            this.size = size;
            this.time = time;
        }
    }

    /** @throws IOException when the folder cannot be read */
    Shelf(Path folder) throws IOException {
        content = Files.createDirectories(folder.resolve("content"));
        claims = Files.createDirectories(folder.resolve("claims"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(content)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (Digests.fits(name)) {
                    kept.put(name, new Kept(Files.size(file), Files.getLastModifiedTime(file).toInstant()));
                } else {
                    Files.delete(file);
                }
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(claims)) {
            for (Path file : files) {
                String[] parts = file.getFileName().toString().split("\\.", 2);
                Kept part = kept.get(parts[0]);
                if (part == null || parts.length < 2) {
                    Files.delete(file);
                } else {
                    part.claims.add(parts[1]);
                }
            }
        }
        for (String digest : Set.copyOf(kept.keySet())) {
            bytes += kept.get(digest).size;
            if (kept.get(digest).claims.isEmpty()) {
                drop(digest);
            }
        }
    }

    /**
     * Keeps a part for some nodes. It survives a loss of power when this returns.
     *
     * @param result key of the result that it belongs to
     * @throws IOException when it cannot be kept; who asked before keeps what it had
     */
    synchronized void keep(String digest, byte[] part, String result, Collection<String> devices, Instant now) throws IOException {
        Kept present = kept.get(digest);
        if (present == null) {
            Durable.write(content.resolve(digest), part, content.resolve("new-" + ++temporary));
            present = new Kept(part.length, now);
            kept.put(digest, present);
            bytes += part.length;
        }
        try {
            for (String device : devices) {
                String claim = claim(result, device);
                create(claims.resolve(digest + "." + claim));
                present.claims.add(claim);
            }
            present.time = now;
            Files.setLastModifiedTime(content.resolve(digest), FileTime.from(now));
            Durable.forceFolder(content);
            Durable.forceFolder(claims);
        } catch (IOException full) {
            if (present.claims.isEmpty()) {
                drop(digest);
            }
            throw full;
        }
    }

    /** Size of a part; empty where there is none, or none for that node: who may not have it shall not learn of it. */
    synchronized Optional<Long> size(String digest, String device) {
        return Optional.ofNullable(kept.get(digest))
                .filter(part -> part.claims.stream().anyMatch(claim -> claim.endsWith("." + device))).map(part -> part.size);
    }

    /**
     * A range of a part.
     *
     * @return empty where it went meanwhile
     */
    Optional<byte[]> read(String digest, long offset, int length) throws IOException {
        ByteBuffer range = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(content.resolve(digest), StandardOpenOption.READ)) {
            while (range.hasRemaining()) {
                if (channel.read(range, offset + range.position()) < 0) {
                    throw new IOException(content.resolve(digest) + " ends after " + (offset + range.position()) + " bytes");
                }
            }
            return Optional.of(range.array());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    Path file(String digest) {
        return content.resolve(digest);
    }

    /** A node has it, for one result; the part goes with the last that wanted it. */
    synchronized void release(String digest, String result, String device) {
        Kept part = kept.get(digest);
        String claim = claim(result, device);
        if (part != null && part.claims.remove(claim)) {
            delete(claims.resolve(digest + "." + claim));
            if (part.claims.isEmpty()) {
                drop(digest);
            }
        }
    }

    /**
     * Gives up what is too old, and the oldest of too much.
     *
     * @return how many parts were given up
     */
    synchronized int prune(Instant oldest, long mostBytes) {
        int given = 0;
        for (String digest : kept.entrySet().stream().sorted(Comparator.comparing(entry -> entry.getValue().time))
                .map(Map.Entry::getKey).toList()) {
            if (bytes <= mostBytes && !kept.get(digest).time.isBefore(oldest)) {
                break;
            }
            drop(digest);
            given++;
        }
        return given;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int parts() {
        return kept.size();
    }

    private void drop(String digest) {
        Kept part = kept.remove(digest);
        bytes -= part.size;
        // Names first: content that is nobody's goes at the next start at the latest.
        part.claims.forEach(claim -> delete(claims.resolve(digest + "." + claim)));
        delete(content.resolve(digest));
    }

    private static String claim(String result, String device) {
        return Digests.ofText(result) + "." + device;
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException same) {
            LOG.trace("{} is there", file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException error) {
            LOG.warn("{} cannot be deleted", file, error);
        }
    }
}
