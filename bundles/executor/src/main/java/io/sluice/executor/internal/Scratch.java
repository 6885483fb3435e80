package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.support.process.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder a task, for what it needs while it runs. Named by a digest, since ids are others' texts. Thread-safe. */
final class Scratch {

    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    private final Path parent;

    Scratch(Path parent) {
        this.parent = parent;
    }

    /** Made where there is none yet. */
    Path of(String task) {
        Path folder = folder(task);
        try {
            return Files.createDirectories(folder);
        } catch (IOException error) {
            throw new UnavailableException("executor.scratch.failed", "No folder can be made for task " + task + ": " + error,
                    "See the free space and the rights of " + parent + ".", error);
        }
    }

    void delete(String task) {
        Folders.delete(folder(task));
    }

    /** Deletes what tasks left that are not known any more. */
    void sweep(Collection<String> tasks) {
        Set<Path> wanted = tasks.stream().map(this::folder).collect(Collectors.toSet());
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent)) {
            for (Path folder : found) {
                if (!wanted.contains(folder)) {
                    Folders.delete(folder);
                }
            }
        } catch (IOException none) {
            LOG.debug("There is no folder {}", parent, none);
        }
    }

    private Path folder(String task) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(task.getBytes(StandardCharsets.UTF_8));
            return parent.resolve(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
