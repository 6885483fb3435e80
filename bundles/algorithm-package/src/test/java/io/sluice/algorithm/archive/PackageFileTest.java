package io.sluice.algorithm.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder becomes a package and comes out as it went in. */
final class PackageFileTest {

    @TempDir
    private Path temp;

    @Test
    void whatWasPackedComesOutAgain() throws IOException {
        Path folder = Samples.folder(temp);
        Path file = Samples.packed(temp);
        Path out = temp.resolve("out");
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            assertEquals("sample", opened.manifest().id());
            assertEquals(List.of("a", "b"), opened.manifest().models().get(0).labels());
            assertEquals(List.of("LICENSE", "README.md", "algorithm.yaml", "models/names.txt", "models/same.onnx"), opened.names());
            assertEquals(List.of(), opened.signatures());
            assertEquals(64, opened.sha256().length());
            opened.unpack(out);
        }
        for (String name : List.of("LICENSE", "algorithm.yaml", "models/same.onnx")) {
            assertArrayEquals(Files.readAllBytes(folder.resolve(name)), Files.readAllBytes(out.resolve(name)));
        }
        assertFalse(Files.exists(out.resolve("notes.txt")));
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(Samples.packed(Files.createDirectories(temp.resolve("1"))));
        assertArrayEquals(first, Files.readAllBytes(Samples.packed(Files.createDirectories(temp.resolve("2")))));
    }

    @Test
    void otherToolsReadIt() throws IOException {
        try (ZipFile zip = new ZipFile(Samples.packed(temp).toFile())) {
            assertArrayEquals(Proto.model(Proto.graph()),
                    zip.getInputStream(zip.getEntry("models/same.onnx")).readAllBytes());
        }
    }

    /** Java's writer puts sizes behind the data, and folders before their files. */
    @Test
    void packagesOfOtherToolsAreRead() throws IOException {
        Path file = temp.resolve("other.algorithm");
        Path folder = Samples.folder(temp);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("models/"));
            for (String name : List.of("algorithm.yaml", "LICENSE", "models/names.txt", "models/same.onnx")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(Files.readAllBytes(folder.resolve(name)));
            }
        }
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            opened.unpack(temp.resolve("out"));
        }
        assertTrue(Files.exists(temp.resolve("out/models/same.onnx")));
    }

    @Test
    void aMissingFileIsNamedWhenPacking() throws IOException {
        Path folder = Samples.folder(temp);
        Files.delete(folder.resolve("models/same.onnx"));
        Path target = temp.resolve("x.algorithm");
        RejectedException error = assertThrows(RejectedException.class, () -> PackageWriter.pack(folder, target));
        assertEquals("package.entry.missing", error.code());
        assertTrue(error.getMessage().contains("models/same.onnx"), error.getMessage());
        assertFalse(Files.exists(target));
    }

    @Test
    void aMalformedManifestIsNamedWhenPacking() throws IOException {
        Path folder = Samples.folder(temp);
        Files.writeString(folder.resolve("algorithm.yaml"), Samples.MANIFEST.replace("width: 4", "width: -4"));
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> PackageWriter.pack(folder, temp.resolve("x.algorithm")));
        assertEquals("models[0].input.width", error.field());
    }

    @Test
    void aLinkOutOfTheFolderIsNotPacked() throws IOException {
        Path folder = Samples.folder(temp);
        Files.delete(folder.resolve("LICENSE"));
        Files.writeString(temp.resolve("secret"), "s");
        Files.createSymbolicLink(folder.resolve("LICENSE"), temp.resolve("secret"));
        assertEquals("package.name", assertThrows(
                RejectedException.class, () -> PackageWriter.pack(folder, temp.resolve("x.algorithm"))).code());
    }

    @Test
    void aFailedPackLeavesThePackageThatWasThere() throws IOException {
        Path file = Samples.packed(temp);
        byte[] before = Files.readAllBytes(file);
        Path folder = Samples.folder(temp);
        Files.writeString(folder.resolve("models/same.onnx"), "no model");
        assertThrows(RejectedException.class, () -> PackageWriter.pack(folder, file));
        assertArrayEquals(before, Files.readAllBytes(file));
        try (var files = Files.list(temp)) {
            assertEquals(2, files.count(), "folder and package, nothing partial");
        }
    }

    @Test
    void aDigestThatTheManifestStatesIsCompared() throws IOException {
        Path folder = Samples.folder(temp);
        Files.writeString(folder.resolve("algorithm.yaml"), Samples.MANIFEST.replace(
                "{file: models/same.onnx}", "{file: models/same.onnx, sha256: " + "ab".repeat(32) + "}"));
        assertEquals("package.digest", assertThrows(
                RejectedException.class, () -> PackageWriter.pack(folder, temp.resolve("x.algorithm"))).code());
    }

    /** Between the check and the use somebody writes into the file. */
    @Test
    void aChangeAfterOpeningIsNoticed() throws IOException {
        Path file = Samples.packed(temp);
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            byte[] bytes = Files.readAllBytes(file);
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Do as you like");
                assertTrue(at > 0, "a file as small as this is stored as it is");
                raw.seek(at);
                raw.write('X');
            }
            Path out = temp.resolve("out");
            assertThrows(RejectedException.class, () -> opened.unpack(out));
            try (var files = Files.list(out)) {
                assertEquals(0, files.count(), "nothing of it is left");
            }
        }
    }

    @Test
    void aLargePackageCostsNoMoreMemoryThanASmallOne() throws IOException {
        Path folder = Samples.folder(temp);
        Files.writeString(folder.resolve("algorithm.yaml"), Samples.MANIFEST.replace(
                "[{file: models/same.onnx}]", "[{file: models/same.onnx}, {file: models/same.mnn, chip: X}]"));
        byte[] noise = new byte[1 << 20];
        try (var out = Files.newOutputStream(folder.resolve("models/same.mnn"))) {
            for (int megabyte = 0; megabyte < 64; megabyte++) {
                new Random(megabyte).nextBytes(noise);
                out.write(noise);
            }
        }
        Path file = temp.resolve("large.algorithm");
        PackageWriter.pack(folder, file);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            opened.unpack(temp.resolve("out"));
        }
        long cost = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(cost < 8 << 20, cost + " bytes were allocated for a package of 64 MiB");
        assertEquals(64 << 20, Files.size(temp.resolve("out/models/same.mnn")));
    }

    @Test
    void nothingIsUnpackedOverWhatIsThere() throws IOException {
        try (PackageFile opened = PackageFile.open(Samples.packed(temp), PackageLimits.USUAL)) {
            Path out = Files.createDirectories(temp.resolve("out"));
            Files.writeString(out.resolve("mine"), "");
            assertThrows(IllegalArgumentException.class, () -> opened.unpack(out));
            assertTrue(Files.exists(out.resolve("mine")));
        }
    }

    @Test
    void anEntryAddedAfterSigningIsNoticed() throws IOException {
        Path file = Samples.packed(temp);
        Path other = temp.resolve("other.algorithm");
        try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
            byte[] list = Digests.list(opened.digests());
            PackageWriter.copy(opened, Map.of(PackageFile.LIST, list), other);
            RejectedException error = assertThrows(RejectedException.class, () -> PackageWriter.copy(
                    opened, Map.of(PackageFile.LIST, list, "models/more.bin", new byte[3]), temp.resolve("more.algorithm")));
            assertEquals("package.signature.list", error.code());
        }
        try (PackageFile signed = PackageFile.open(other, PackageLimits.USUAL);
                PackageFile unsigned = PackageFile.open(file, PackageLimits.USUAL)) {
            assertEquals(unsigned.sha256(), signed.sha256(), "a package is known by its content");
        }
    }
}
