package io.sluice.compression.internal;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.ManifestEditor;
import io.sluice.algorithm.ModelEntry;
import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.VariantEntry;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.archive.PackageWriter;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.PackageContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The package that a version came as, or that its folder would make, in memory; and another made of it. */
final class BasePackage implements AutoCloseable {

    /** Tells, within a package, how it was made. */
    static final String HISTORY = "COMPRESSION.json";

    /** The package itself, a partial copy and the copy, with something for the new model. */
    private static final int COPIES = 4;

    private final MemoryFolder folder;
    private final PackageFile file;

    private BasePackage(MemoryFolder folder, PackageFile file) {
        this.folder = folder;
        this.file = file;
    }

    /** @throws io.sluice.api.error.SluiceException when it cannot be had */
    static BasePackage of(ModelChoice choice, AlgorithmStore store, MemoryFolder folder) {
        Path target = folder.path().resolve("base" + PackageFile.SUFFIX);
        try {
            Optional<Path> plain = choice.variant().data().file();
            if (plain.isPresent()) {
                PackageWriter.pack(root(plain.get()), target);
            } else {
                unpack(choice, store, folder, target);
            }
            folder.require((COPIES - 1) * Files.size(target));
            return new BasePackage(folder, PackageFile.open(target, PackageLimits.USUAL));
        } catch (IOException error) {
            throw full(error);
        }
    }

    /** Pictures of its test vectors, as files in memory. */
    List<Path> pictures() {
        List<Path> pictures = new ArrayList<>();
        try {
            for (String name : file.manifest().vectors().stream().map(TestVector::input).distinct().toList()) {
                String ending = name.toLowerCase(Locale.ROOT);
                if (Stream.of(".png", ".jpg", ".jpeg").anyMatch(ending::endsWith)) {
                    Path picture = folder.path().resolve(pictures.size() + (ending.endsWith(".png") ? ".png" : ".jpg"));
                    try (InputStream in = file.read(name)) {
                        Files.copy(in, picture, StandardCopyOption.REPLACE_EXISTING);
                    }
                    pictures.add(picture);
                }
            }
            return pictures;
        } catch (IOException error) {
            throw full(error);
        }
    }

    /**
     * A package with one more form of a model.
     *
     * @param version of it
     * @param model id
     * @param content of the int8 form
     * @param history how it was made, as JSON
     * @return its file, in memory
     */
    Path with(String version, String model, byte[] content, byte[] history) {
        AlgorithmManifest manifest = file.manifest();
        ModelEntry entry = manifest.models().stream().filter(one -> one.id().equals(model)).findFirst()
                .orElseThrow(() -> new NotFoundException("compression.model.unknown", "There is no model '" + model + "'."));
        String plain = entry.variants().stream().filter(one -> one.precision() == Precision.FLOAT32)
                .map(VariantEntry::file).findFirst().orElse(model + ".onnx");
        String name = plain.replaceFirst("\\.onnx$", "") + ".int8.onnx";
        Path target = folder.path().resolve("made" + PackageFile.SUFFIX);
        try {
            String text = new String(file.bytes(AlgorithmManifest.FILE, Integer.MAX_VALUE), StandardCharsets.UTF_8);
            String changed = ManifestEditor.withVariant(text, version, model,
                    new VariantEntry("onnx", Precision.INT8, Optional.empty(), name, Optional.empty()));
            PackageWriter.derive(file, Map.of(AlgorithmManifest.FILE, changed.getBytes(StandardCharsets.UTF_8),
                    name, content, HISTORY, history), target);
            return target;
        } catch (IOException error) {
            throw full(error);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException error) {
            // It was read from only.
        }
    }

    private static void unpack(ModelChoice choice, AlgorithmStore store, MemoryFolder folder, Path target)
            throws IOException {
        AlgorithmVersion version = store.versions().stream()
                .filter(one -> one.id().equals(choice.algorithm().id())
                        && one.version().equals(choice.algorithm().version()))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("model.version.unknown",
                        "There is no version '" + choice.algorithm().version() + "' of '" + choice.algorithm().id() + "'."));
        folder.require(COPIES * version.bytes());
        try (PackageContent content = store.open(version.fileSha256()); OutputStream out = Files.newOutputStream(target)) {
            content.write(0, content.bytes(), out);
        }
    }

    /** The folder of an algorithm that one of its files lies in. */
    private static Path root(Path file) throws IOException {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(AlgorithmManifest.FILE))) {
                return folder;
            }
        }
        throw new IOException("no " + AlgorithmManifest.FILE + " beside " + file);
    }

    private static UnavailableException full(IOException error) {
        return new UnavailableException("compression.memory.short",
                "The package cannot be made in memory: " + error.getMessage() + ".",
                "Give /dev/shm more room, or end what else uses it.", error);
    }
}
