package io.sluice.algorithm.archive;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.ManifestReader;
import io.sluice.algorithm.ModelEntry;
import io.sluice.algorithm.VariantEntry;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is checked of a package once its entries can be read. */
final class PackageContent {

    static final int MAGIC_BYTES = 6;

    /** Zip, gzip, bzip2, xz, 7z, zstd: an archive in an archive multiplies what it grows to. */
    private static final List<byte[]> ARCHIVES = List.of(
            new byte[] {'P', 'K', 3, 4}, new byte[] {0x1f, (byte) 0x8b, 8}, new byte[] {'B', 'Z', 'h'},
            new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z'}, new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf},
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});

    private PackageContent() {}

    static void refuseArchive(String name, byte[] start) {
        for (byte[] magic : ARCHIVES) {
            if (start.length >= magic.length && Arrays.equals(start, 0, magic.length, magic, 0, magic.length)) {
                throw Refusal.entry("package.nested", name, "is an archive itself, which is not taken");
            }
        }
    }

    static AlgorithmManifest manifest(PackageFile file) throws IOException {
        try {
            AlgorithmManifest manifest = ManifestReader.read(
                    text(file, AlgorithmManifest.FILE, ManifestReader.MOST_BYTES), (name, most) -> text(file, name, most));
            Arguments.checkSchema(manifest.argumentsSchema());
            return manifest;
        } catch (InvalidInputException error) {
            throw new RejectedException("package.manifest.malformed",
                    "In the package's " + AlgorithmManifest.FILE + ": " + error.getMessage(), error.remedy(), error);
        }
    }

    /** @return what is known of each model's file, by name */
    static SortedMap<String, String> check(PackageFile file) throws IOException {
        for (String name : file.manifest().files()) {
            if (!file.digests().containsKey(name)) {
                throw Refusal.entry("package.entry.missing", name, "is named in the manifest but is not there");
            }
        }
        SortedMap<String, String> models = new TreeMap<>();
        Map<String, VariantEntry> variants = new TreeMap<>();
        for (ModelEntry model : file.manifest().models()) {
            for (VariantEntry variant : model.variants()) {
                String found = file.digests().get(variant.file());
                if (variant.sha256().isPresent() && !variant.sha256().get().equals(found)) {
                    throw Refusal.entry("package.digest", variant.file(), "has the SHA-256 " + found + ", but the manifest says "
                            + variant.sha256().get());
                }
                // Each once in each format, however often the manifest names it.
                variants.put(variant.file() + " " + variant.format(), variant);
            }
        }
        for (VariantEntry variant : variants.values()) {
            models.put(variant.file(), FormatCheck.check(file, variant));
        }
        if (!file.signatures().isEmpty()) {
            checkList(file);
        }
        return models;
    }

    /** The list must be exactly that of what is there: what stands outside it was signed by nobody. */
    private static void checkList(PackageFile file) throws IOException {
        byte[] expected = Digests.list(file.digests());
        if (!file.signatures().contains(PackageFile.LIST)
                || !Arrays.equals(expected, file.bytes(PackageFile.LIST, Math.max(expected.length, 1 << 20)))) {
            throw Refusal.entry("package.signature.list", PackageFile.LIST,
                    "is not the list of what is in the package: something was added, removed or changed after signing");
        }
    }

    private static String text(PackageFile file, String name, int most) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.bytes(name, most))).toString();
        } catch (CharacterCodingException error) {
            throw Refusal.entry("package.text", name, "is not UTF-8");
        }
    }
}
