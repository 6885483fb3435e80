package io.sluice.models.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder looks like from outside: name, size, time and identity of each entry. Two that are equal, some time
 * apart, mean that nobody is copying into it any more.
 */
record Fingerprint(Path folder, Map<String, Entry> entries) {

    /** One entry; links are followed, so that a changed target is a change. */
    record Entry(long size, long modifiedMillis, String identity, boolean readable) {
        private static final Entry DANGLING = new Entry(-1, 0, "", false);
    }

    /** As deep as a manifest's names lead. */
    private static final int DEEPEST = 6;

    /** A folder that may not be listed looks like an empty one. */
    static Fingerprint of(Path folder) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        add(folder, "", entries, 1);
        return new Fingerprint(folder, entries);
    }

    private static void add(Path folder, String prefix, Map<String, Entry> entries, int depth) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                String name = prefix + file.getFileName();
                entries.put(name, entry(file));
                if (depth < DEEPEST && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    add(file, name + "/", entries, depth + 1);
                }
            }
        } catch (AccessDeniedException hidden) {
            entries.keySet().removeIf(name -> name.startsWith(prefix));
        }
    }

    /** Whether nothing in it was changed within the given time, by the clock of this machine. */
    boolean olderThan(long millis) {
        long newest = entries.values().stream().mapToLong(Entry::modifiedMillis).max().orElse(0);
        return newest < System.currentTimeMillis() - millis;
    }

    private static Entry entry(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Entry(
                    attributes.size(), attributes.lastModifiedTime().toMillis(), String.valueOf(attributes.fileKey()),
                    Files.isReadable(file));
        } catch (NoSuchFileException gone) {
            return Entry.DANGLING;
        }
    }
}
