package io.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Written beside the framework's cache when it was closed in order: size and time of each of its files. Without it, or
 * when it does not match (a crash, lost power, a changed file), the cache is not trusted, because it is cheaper to
 * build it anew than to find out at run time what is wrong in it.
 */
final class CacheSeal {

    private final Path cache;
    private final Path seal;

    CacheSeal(Path cache) {
        this.cache = cache;
        this.seal = cache.resolveSibling(cache.getFileName() + ".seal");
    }

    /** Whether the cache is as it was when sealed. The seal is gone then, so that only an orderly end renews it. */
    boolean breakSeal() throws IOException {
        if (!Files.exists(seal)) {
            return false;
        }
        String sealed = Files.readString(seal);
        Files.delete(seal);
        return Files.isDirectory(cache) && sealed.equals(content());
    }

    void close() throws IOException {
        Files.writeString(seal, content());
    }

    private String content() throws IOException {
        try (Stream<Path> files = Files.find(cache, Integer.MAX_VALUE, (file, is) -> is.isRegularFile())) {
            return files.sorted().map(this::line).collect(Collectors.joining("\n"));
        }
    }

    private String line(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return cache.relativize(file) + " " + is.size() + " " + is.lastModifiedTime();
        } catch (IOException unreadable) {
            return cache.relativize(file) + " unreadable";
        }
    }
}
