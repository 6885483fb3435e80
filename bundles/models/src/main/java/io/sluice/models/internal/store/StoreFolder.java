package io.sluice.models.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where things are within the store. A version exists if and only if its record does; what it names by digest is written
 * before, and swept away when nothing names it.
 *
 * <pre>
 * versions/&lt;id&gt;/&lt;version&gt;.json   the record
 * versions/&lt;id&gt;/active            which version is active, and which were before
 * packages/&lt;sha256&gt;/             packages, encrypted, in segments
 * models/&lt;sha256&gt;                contents of models, encrypted; of test vectors too while a trial waits
 * clock                            the latest time seen, sealed
 * incoming/                        what is being received, plain
 * </pre>
 */
final class StoreFolder {

    private static final String RECORD = ".json";

    private final Path root;

    StoreFolder(Path root) throws IOException {
        this.root = root;
        for (String name : List.of("versions", "packages", "models", "incoming")) {
            Files.createDirectories(root.resolve(name));
        }
    }

    Path root() {
        return root;
    }

    Path record(String id, String version) {
        return algorithm(id).resolve(version + RECORD);
    }

    Path active(String id) {
        return algorithm(id).resolve("active");
    }

    Path algorithm(String id) {
        return root.resolve("versions").resolve(id);
    }

    Path packageFile(String sha256) {
        return root.resolve("packages").resolve(sha256);
    }

    Path model(String sha256) {
        return root.resolve("models").resolve(sha256);
    }

    Path incoming() {
        return root.resolve("incoming");
    }

    List<String> algorithms() throws IOException {
        return names(root.resolve("versions"));
    }

    List<String> versions(String id) throws IOException {
        return names(algorithm(id)).stream()
                .filter(name -> name.endsWith(RECORD))
                .map(name -> name.substring(0, name.length() - RECORD.length()))
                .toList();
    }

    /** Whether there is anything that only the right key can read. */
    boolean holdsSecrets() throws IOException {
        return !names(root.resolve("packages")).isEmpty() || !names(root.resolve("models")).isEmpty();
    }

    /** Deletes what nothing names, left by an import or a deletion that was cut off. */
    void sweep(Set<String> packages, Set<String> models) throws IOException {
        sweep(root.resolve("packages"), packages);
        sweep(root.resolve("models"), models);
        for (String id : algorithms()) {
            for (Path file : files(algorithm(id))) {
                if (file.getFileName().toString().endsWith(Durable.TEMPORARY)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void sweep(Path folder, Set<String> kept) throws IOException {
        for (Path file : files(folder)) {
            if (!kept.contains(file.getFileName().toString())) {
                SealedSegments.delete(file);
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        return files(folder).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(files::add);
            }
        }
        return files;
    }
}
