package io.sluice.support.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Temporary folders of other processes, which are named by the gateway's process, so that those of a dead one are known.
 *
 * @param name by which those of one purpose are told from others
 */
public record Folders(String name) {

    /** A new folder that only this user may enter. */
    public Path create(Path parent) throws IOException {
        Files.createDirectories(parent);
        return Files.createTempDirectory(parent, prefix() + ProcessHandle.current().pid() + "-");
    }

    /** Removes what gateways left that were killed together with their children. */
    public void sweep(Path parent) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, prefix() + "*")) {
            for (Path folder : left) {
                String pid = folder.getFileName().toString().substring(prefix().length()).split("-", 2)[0];
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

    private String prefix() {
        return "sluice-" + name + "-";
    }
}
