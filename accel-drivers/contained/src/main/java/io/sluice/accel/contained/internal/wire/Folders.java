package io.sluice.accel.contained.internal.wire;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of driver processes, which are named by the gateway's process, so that those of a dead one are known. */
public final class Folders {

    private static final String PREFIX = "sluice-contained-";

    private Folders() {}

    /** A new folder that only this user may enter. */
    public static Path create(Path parent) throws IOException {
        Files.createDirectories(parent);
        return Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Removes what gateways left that were killed together with their children. */
    public static void sweep(Path parent) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : left) {
                String pid = folder.getFileName().toString().substring(PREFIX.length()).split("-", 2)[0];
                if (pid.matches("\\d{1,9}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    delete(folder);
                }
            }
        } catch (IOException unreadable) {
            // There is nothing of ours then.
        }
    }

    /** Removes the folder and all in it as far as that is possible; another may be doing the same. */
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // As wanted.
        } catch (IOException | java.io.UncheckedIOException busy) {
            // The next start sweeps.
        }
    }
}
