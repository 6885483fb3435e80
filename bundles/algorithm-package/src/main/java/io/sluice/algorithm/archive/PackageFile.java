package io.sluice.algorithm.archive;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An algorithm package ({@code .algorithm}) that was read once from end to end and found sound: structure, sizes, checksums,
 * manifest, the digests it states, the ONNX models in it. Signatures are for {@link io.sluice.algorithm.sign.PackageSignatures}.
 * Whatever is read from it later is compared with what was found then. Thread-safe; memory is bounded by the manifest and the
 * list of entries, however large the package.
 */
public final class PackageFile implements AutoCloseable {

    /** How the files' names end. */
    public static final String SUFFIX = ".algorithm";

    /** Folder of the signatures. */
    public static final String SIGNATURES = "SIGNATURES/";

    /** The list that is signed, as {@link Digests#list}. */
    public static final String LIST = SIGNATURES + "digests";

    private final FileChannel channel;
    private final SortedMap<String, ZipItem> items;
    private final SortedMap<String, String> digests = new TreeMap<>();
    private final SortedMap<String, String> signatures = new TreeMap<>();
    private final AlgorithmManifest manifest;
    private final SortedMap<String, String> models;

    private PackageFile(FileChannel channel, PackageLimits limits) throws IOException {
        this.channel = channel;
        this.items = new TreeMap<>();
        for (ZipItem item : ZipDirectory.read(channel, limits)) {
            if (!item.folder()) {
                items.put(item.name(), item);
            }
        }
        if (!items.containsKey(AlgorithmManifest.FILE)) {
            throw Refusal.whole("package.manifest.missing", "has no " + AlgorithmManifest.FILE);
        }
        for (ZipItem item : items.values()) {
            String digest = digest(item);
            (item.name().startsWith(SIGNATURES) ? signatures : digests).put(item.name(), digest);
        }
        this.manifest = PackageContent.manifest(this);
        this.models = PackageContent.check(this);
    }

    /**
     * @throws RejectedException when it is not sound; its code begins with {@code package.}
     * @throws IOException when the file cannot be read
     */
    public static PackageFile open(Path file, PackageLimits limits) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new PackageFile(channel, limits);
        } catch (IOException | RuntimeException | Error unsound) {
            channel.close();
            throw unsound;
        }
    }

    public AlgorithmManifest manifest() {
        return manifest;
    }

    /** SHA-256 of each file but signatures, by name. */
    public SortedMap<String, String> digests() {
        return Collections.unmodifiableSortedMap(digests);
    }

    /** What was found of each model's file, and what could not be checked, by name; for people. */
    public SortedMap<String, String> models() {
        return Collections.unmodifiableSortedMap(models);
    }

    /** By which the package is known, in lower-case hexadecimal: of {@link Digests#list}. Signing does not change it. */
    public String sha256() {
        return Digests.hex(Digests.list(digests));
    }

    /** Names of what is in {@link #SIGNATURES}, sorted; none for an unsigned package. */
    public List<String> signatures() {
        return List.copyOf(signatures.keySet());
    }

    /** Names of all files, signatures too, sorted. */
    public List<String> names() {
        return List.copyOf(items.keySet());
    }

    /** Bytes of a file. */
    public long size(String name) {
        return item(name).size();
    }

    /**
     * Content of a file. Refusals come as {@link RejectedException} while it is read, at the latest at its end.
     *
     * @throws RejectedException when there is no such file
     */
    public InputStream read(String name) {
        String expected = name.startsWith(SIGNATURES) ? signatures.get(name) : digests.get(name);
        return new EntryStream(channel, item(name), expected == null ? "" : expected);
    }

    /** Content of a small file. */
    public byte[] bytes(String name, int most) throws IOException {
        if (size(name) > most) {
            throw Refusal.entry("package.entry.size", name, "has more than " + most + " bytes");
        }
        try (InputStream in = read(name)) {
            return in.readAllBytes();
        }
    }

    /**
     * Writes all files into a folder.
     *
     * @param folder made here, or empty; left empty when something fails
     */
    public void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new IllegalArgumentException(folder + " is not empty");
            }
        }
        Path root = folder.toRealPath();
        try {
            for (String name : names()) {
                unpack(root, name);
            }
        } catch (IOException | RuntimeException failed) {
            Folders.empty(root);
            throw failed;
        }
    }

    private void unpack(Path root, String name) throws IOException {
        Path target = root.resolve(name).normalize();
        // Names were checked when the package was opened; this holds even if that check should ever err.
        if (!target.startsWith(root)) {
            throw Refusal.entry("package.name", name, "leads out of the folder");
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = read(name);
                var out = Files.newOutputStream(
                        target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            in.transferTo(out);
        }
    }

    private String digest(ZipItem item) throws IOException {
        try (EntryStream in = new EntryStream(channel, item, "")) {
            PackageContent.refuseArchive(item.name(), in.readNBytes(PackageContent.MAGIC_BYTES));
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer, 0, buffer.length) >= 0) {
                // Digest and checksum are made by the stream.
            }
            return in.sha256();
        }
    }

    private ZipItem item(String name) {
        ZipItem item = items.get(name);
        if (item == null) {
            throw Refusal.entry("package.entry.missing", name, "is missing");
        }
        return item;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

}
