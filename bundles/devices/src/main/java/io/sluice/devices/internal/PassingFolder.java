package io.sluice.devices.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that belongs to one run of the framework: what lies in it outlives an update of this bundle, but not the
 * gateway's restart.
 */
final class PassingFolder {

    private PassingFolder() {}

    /** The folder of this run; those of earlier runs are deleted. */
    static Path of(Path data, String frameworkRun) throws IOException {
        Path runs = Files.createDirectories(data.resolve("run"));
        Path own = runs.resolve(Optional.ofNullable(frameworkRun).orElse("unnamed"));
        try (Stream<Path> earlier = Files.list(runs)) {
            earlier.filter(path -> !path.equals(own)).forEach(PassingFolder::delete);
        }
        return own.resolve("cameras");
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
