package io.sluice.models.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which version of an algorithm is active, and which were before it. As a file: a line each, the active one first, or an
 * empty first line when none is active.
 *
 * @param active version, or empty
 * @param before versions that were active, the latest first
 */
record ActiveVersion(Optional<String> active, List<String> before) {

    static final ActiveVersion NONE = new ActiveVersion(Optional.empty(), List.of());

    private static final int MOST_BEFORE = 20;

    ActiveVersion {
        before = List.copyOf(before);
    }

    static ActiveVersion read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        List<String> lines = Files.readAllLines(file);
        Optional<String> active = lines.stream().findFirst().filter(line -> !line.isBlank());
        return new ActiveVersion(active, lines.stream().skip(1).filter(line -> !line.isBlank()).toList());
    }

    byte[] file() {
        return (active.orElse("") + "\n" + String.join("\n", before) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    ActiveVersion activate(String version) {
        List<String> earlier = new ArrayList<>(before);
        active.ifPresent(was -> earlier.add(0, was));
        earlier.removeIf(version::equals);
        return new ActiveVersion(Optional.of(version), earlier.stream().limit(MOST_BEFORE).toList());
    }

    /** The version rolled back from is not gone back to by rolling back again. */
    ActiveVersion rollBackTo(String version) {
        return new ActiveVersion(
                Optional.of(version), before.subList(before.indexOf(version) + 1, before.size()));
    }

    ActiveVersion deactivate() {
        List<String> earlier = new ArrayList<>(before);
        active.ifPresent(was -> earlier.add(0, was));
        return new ActiveVersion(Optional.empty(), earlier);
    }

    ActiveVersion without(String version) {
        return new ActiveVersion(
                active.filter(other -> !other.equals(version)),
                before.stream().filter(other -> !other.equals(version)).toList());
    }
}
