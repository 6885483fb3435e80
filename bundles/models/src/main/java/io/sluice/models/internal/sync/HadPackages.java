package io.sluice.models.internal.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which packages were here once: what was deleted since, by somebody or to make room, is not fetched again and again. A line
 * each; one that was cut off is no digest and does no harm. Used by one thread.
 */
final class HadPackages {

    private final Path file;
    private final Set<String> digests = new LinkedHashSet<>();

    HadPackages(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            digests.addAll(Files.readAllLines(file));
        }
    }

    boolean contains(String digest) {
        return digests.contains(digest);
    }

    void add(String digest) throws IOException {
        if (digests.add(digest)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "\n" + digest, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
