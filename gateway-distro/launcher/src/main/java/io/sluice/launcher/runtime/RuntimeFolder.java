package io.sluice.launcher.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where fetched runtimes lie: {@code <data>/runtimes}. Not below {@code native}, which is thrown away together with the framework's
 * cache.
 *
 * @param root of all of them
 */
record RuntimeFolder(Path root) {

    /** Written last: who finds it finds all libraries, with the sizes that it states. */
    static final String MARKER = "runtime.properties";

    private static final String PREFIX = "onnxruntime-gpu-";

    static RuntimeFolder of(Path data) {
        return new RuntimeFolder(data.resolve("runtimes"));
    }

    Path of(PinnedArchive archive) {
        return root.resolve(PREFIX + archive.version());
    }

    /** A download that is not complete. */
    Path partial(PinnedArchive archive) {
        return root.resolve(PREFIX + archive.version() + ".jar.partial");
    }

    /** Libraries that are not all there. */
    Path unfinished(PinnedArchive archive) {
        return root.resolve(PREFIX + archive.version() + ".unfinished");
    }

    /** Whether the runtime of this archive is there as a whole. */
    boolean holds(PinnedArchive archive) {
        Path folder = of(archive);
        Properties marker = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(MARKER))) {
            marker.load(in);
            if (!archive.sha256().equals(marker.getProperty("sha256"))) {
                return false;
            }
            for (String name : marker.stringPropertyNames()) {
                if (name.endsWith(".so")
                        && !marker.getProperty(name).equals(Long.toString(Files.size(folder.resolve(name))))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException incomplete) {
            return false;
        }
    }

    /** Names of everything fetched, those of other versions and what is not complete included. */
    List<String> content() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, PREFIX + "*")) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        names.sort(null);
        return names;
    }

    /** Removes one entry of {@link #content()}, or nothing where it is not there. */
    void remove(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(entry)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(entry);
    }
}
