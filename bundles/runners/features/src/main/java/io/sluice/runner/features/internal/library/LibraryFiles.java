package io.sluice.runner.features.internal.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.support.json.StrictObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders of libraries: what each is to be in a file, its index beside it. Stateless. */
final class LibraryFiles {

    private static final String SPEC = "library.json";
    private static final String REMOVED = ".removed-";
    private static final JsonMapper JSON = new JsonMapper();

    private LibraryFiles() {}

    static Path index(Path folder) {
        return folder.resolve("index");
    }

    /** Survives a loss of power when this returns. */
    static void write(Path folder, LibrarySpec spec) throws IOException {
        Files.createDirectories(folder);
        byte[] bytes = JSON.writeValueAsBytes(JSON.createObjectNode().put("name", spec.name()).put("dimension", spec.dimension())
                .put("mostEntries", spec.mostEntries()).put("mostDays", spec.mostDays()));
        Path fresh = folder.resolve(SPEC + ".new");
        Files.write(fresh, bytes);
        sync(fresh);
        Files.move(fresh, folder.resolve(SPEC), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
        sync(folder.getParent());
    }

    static LibrarySpec read(Path folder) throws IOException {
        JsonNode tree = JSON.readTree(folder.resolve(SPEC).toFile());
        StrictObject fields = StrictObject.root(tree);
        return new LibrarySpec(fields.text("name", 64), fields.integer("dimension", 1, Integer.MAX_VALUE),
                fields.integer("mostEntries", 1, Integer.MAX_VALUE), fields.integer("mostDays", 0, Integer.MAX_VALUE));
    }

    /** Those that have been made to the end; what is left of others and of removed ones is deleted. */
    static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> all = Files.list(Files.createDirectories(root))) {
            List<Path> folders = all.filter(Files::isDirectory).sorted().toList();
            for (Path folder : folders) {
                if (folder.getFileName().toString().startsWith(REMOVED) || !Files.exists(folder.resolve(SPEC)) && !Files.exists(index(folder))) {
                    delete(folder);
                }
            }
            return folders.stream().filter(Files::exists).toList();
        }
    }

    /** First out of sight at once, then file by file: a crash between leaves no half library. */
    static void remove(Path folder) throws IOException {
        Path gone = folder.resolveSibling(REMOVED + folder.getFileName());
        delete(gone);
        Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
        sync(folder.getParent());
        delete(gone);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
