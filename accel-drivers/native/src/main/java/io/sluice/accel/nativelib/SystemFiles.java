package io.sluice.accel.nativelib;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel tells in files. Nothing here fails: what cannot be read is empty, for drivers differ in what they show and
 * to whom.
 *
 * @param root folder in which {@code sys} and {@code proc} are
 */
public record SystemFiles(Path root) {

    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final int KIB = 1024;

    public static SystemFiles ofThisMachine() {
        return new SystemFiles(Path.of("/"));
    }

    /** The content without blanks around it. */
    public Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    public OptionalLong number(Path file) {
        try {
            return text(file).map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
        } catch (NumberFormatException other) {
            return OptionalLong.empty();
        }
    }

    /** Names of what is in a folder, in order. */
    public List<String> list(Path folder) {
        try (Stream<Path> entries = Files.list(root.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** The machine's memory; 0 where it is not known. */
    public long memoryBytes() {
        Matcher total = MEMORY.matcher(text(Path.of("proc/meminfo")).orElse(""));
        return total.find() ? Long.parseLong(total.group(1)) * KIB : 0;
    }
}
