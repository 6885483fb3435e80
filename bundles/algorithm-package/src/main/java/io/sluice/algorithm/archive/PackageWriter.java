package io.sluice.algorithm.archive;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.ManifestReader;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes packages. The same content gives the same bytes. What is written is read again as strictly as any package before it is kept. */
public final class PackageWriter {

    /** Taken along when they are there, though no manifest names them. */
    private static final Set<String> BESIDES = Set.of("LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE", "README.md");

    private PackageWriter() {}

    /**
     * Packs a folder: its manifest, the files that names, its licence and readme.
     *
     * @param target replaced at once when the package is complete
     * @throws InvalidInputException when the manifest is malformed, with the path of the fault
     * @throws RejectedException when a file is missing, or the package is not sound
     */
    public static void pack(Path folder, Path target) throws IOException {
        Path root = folder.toRealPath();
        Path manifest = inside(root, AlgorithmManifest.FILE);
        if (Files.size(manifest) > ManifestReader.MOST_BYTES) {
            throw Refusal.entry("package.entry.size", AlgorithmManifest.FILE,
                    "has more than " + ManifestReader.MOST_BYTES + " bytes");
        }
        Set<String> names = new TreeSet<>(ManifestReader.read(
                Files.readString(manifest), (name, most) -> Files.readString(inside(root, name))).files());
        names.add(AlgorithmManifest.FILE);
        BESIDES.stream().filter(name -> Files.isRegularFile(root.resolve(name))).forEach(names::add);
        SortedMap<String, Content> contents = new TreeMap<>();
        for (String name : names) {
            Path file = inside(root, name);
            contents.put(name, () -> Files.newInputStream(file));
        }
        write(contents, target);
    }

    /**
     * Copies a package with entries added or replaced.
     *
     * @param target replaced at once when the copy is complete; may be the package itself
     */
    public static void copy(PackageFile file, Map<String, byte[]> added, Path target) throws IOException {
        SortedMap<String, Content> contents = new TreeMap<>();
        file.names().forEach(name -> contents.put(name, () -> file.read(name)));
        added.forEach((name, bytes) -> contents.put(name, () -> new ByteArrayInputStream(bytes)));
        write(contents, target);
    }

    /**
     * Writes a package like another with entries added or replaced, which the signatures of the other do not hold for: they
     * are left out.
     *
     * @param target replaced at once when it is complete
     */
    public static void derive(PackageFile file, Map<String, byte[]> changed, Path target) throws IOException {
        SortedMap<String, Content> contents = new TreeMap<>();
        file.digests().keySet().forEach(name -> contents.put(name, () -> file.read(name)));
        changed.forEach((name, bytes) -> contents.put(name, () -> new ByteArrayInputStream(bytes)));
        write(contents, target);
    }

    /** Opens the content of an entry; done several times. */
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    private static void write(SortedMap<String, Content> contents, Path target) throws IOException {
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        try {
            // What a killed run left must not stand in the way, nor a link lead elsewhere.
            Files.deleteIfExists(partial);
            try (ZipWriter zip = new ZipWriter(
                    Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                for (Map.Entry<String, Content> entry : contents.entrySet()) {
                    zip.add(entry.getKey(), entry.getValue());
                }
            }
            PackageFile.open(partial, PackageLimits.USUAL).close();
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** A file that lies in the folder itself: links that lead out of it would pack anything. */
    private static Path inside(Path root, String name) throws IOException {
        Path file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new RejectedException("package.entry.missing", "The folder has no file '" + name + "'.",
                    "Put it there, or correct its name in " + AlgorithmManifest.FILE + ".", null);
        }
        if (!file.toRealPath().startsWith(root)) {
            throw new RejectedException("package.name", "'" + name + "' leads out of the folder.",
                    "Put the file itself into the folder.", null);
        }
        return file;
    }
}
