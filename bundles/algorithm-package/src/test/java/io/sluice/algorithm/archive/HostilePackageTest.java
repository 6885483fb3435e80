package io.sluice.algorithm.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages made to harm their reader are refused, each for its reason, before a byte of them is written. */
final class HostilePackageTest {

    private static final PackageLimits SMALL = new PackageLimits(1 << 20, 20, 4 << 20, 6 << 20, 200);

    @TempDir
    private Path temp;

    @Test
    void theSampleItselfIsTaken() throws IOException {
        PackageFile.open(write(sample().bytes()), SMALL).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "../evil", "models/../../evil", "/etc/cron.d/evil", "C:evil", "C:/evil", "\\\\host\\share", "models\\..\\evil", "a\0b", "",
        ".", "..", "a//b", "a/./b", ".hidden", "nul", "models/COM1.onnx", "ends.", "a b", "\u00fcber", "a/b/c/d/e/f/g", "-rf", "/",
    })
    void namesThatLeadElsewhere(String name) throws IOException {
        refused("package.name", sample().add(name, "x"));
    }

    @Test
    void namesThatAreTooLong() throws IOException {
        refused("package.name", sample().add("a".repeat(201), "x"));
    }

    @Test
    void namesThatAreThereTwice() throws IOException {
        refused("package.duplicate", sample().add("LICENSE", "another"));
        refused("package.duplicate", sample().add("license", "another"));
        refused("package.duplicate", sample().add("MODELS/Same.onnx", "another"));
        refused("package.duplicate", sample().add("LICENSE/inner", "in a file"));
        refused("package.duplicate", sample().add("models", "a file"));
    }

    @Test
    void linksAndDevices() throws IOException {
        refused("package.kind", sample().add("models/link", bytes(3), entry -> entry.mode(0120777)));
        refused("package.kind", sample().add("models/device", bytes(3), entry -> entry.mode(0020666)));
        refused("package.kind", sample().add("models/folder", bytes(3), entry -> entry.mode(0040755)));
    }

    @Test
    void encryptedEntriesAndForeignMethods() throws IOException {
        refused("package.encrypted", lie(entry -> entry.flags(1)));
        refused("package.method", lie(entry -> entry.method(12)));
        refused("package.method", lie(entry -> entry.flags(1 << 5)));
    }

    @Test
    void moreEntriesThanAreTaken() throws IOException {
        RawZip zip = sample();
        for (int index = 0; index < 20; index++) {
            zip.add("models/" + index, "");
        }
        refused("package.entries", zip);
    }

    @Test
    void bombs() throws IOException {
        byte[] zeroes = sample().add("models/zeroes", bytes(17 << 20), entry -> entry).bytes();
        assertRefused("package.bomb", write(zeroes), PackageLimits.USUAL);
        refused("package.entry.size", sample().add("models/large", bytes(5 << 20), entry -> entry));
        refused("package.bomb", lie(entry -> entry.size(2)));
        refused("package.corrupt", lie(entry -> entry.size(200_000)));
        byte[] noise = new byte[512 << 10];
        new Random(1).nextBytes(noise);
        refused("package.bomb", sample().add("models/first", noise, entry -> entry.size(4 << 20))
                .add("models/second", bytes(3), entry -> entry.size(0).localSize(0))
                .add("models/third", bytes(2100 << 10), entry -> entry));
    }

    @Test
    void archivesInArchives() throws IOException {
        refused("package.nested", sample().add("models/more.zip", sample().bytes(), entry -> entry));
        refused("package.nested", sample().add("models/more.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0}, entry -> entry));
    }

    /** As the bomb of Fifield 2019: many entries share the same packed bytes. */
    @Test
    void entriesThatOverlap() throws IOException {
        refused("package.overlap", sample().add("models/again", bytes(3), entry -> entry.header(0)));
    }

    @Test
    void headersThatContradictTheDirectory() throws IOException {
        refused("package.mismatch", lie(entry -> entry.localName("models/othr.bin")));
        refused("package.mismatch", lie(entry -> entry.localSize(7)));
        refused("package.mismatch", lie(entry -> entry.flags(8).localSize(7)));
    }

    @Test
    void fieldsThatGiveOtherNamesOrSizes() throws IOException {
        refused("package.structure", lie(entry -> entry.extra((byte) 0x75, (byte) 0x70, (byte) 1, (byte) 0, (byte) 1)));
        refused("package.structure", lie(entry -> entry.extra((byte) 1, (byte) 0, (byte) 0, (byte) 0)));
    }

    @Test
    void bytesThatNoEntryOwns() throws IOException {
        refused("package.structure", lie(entry -> entry.behind((byte) 1, (byte) 2)));
        byte[] sound = sample().bytes();
        byte[] before = new byte[sound.length + 3];
        System.arraycopy(sound, 0, before, 3, sound.length);
        assertRefused("package.structure", write(before));
        assertRefused("package.truncated", write(Arrays.copyOf(sound, sound.length + 1)));
    }

    @Test
    void contentThatIsDamaged() throws IOException {
        refused("package.corrupt", lie(entry -> entry.crc(1)));
        byte[] sound = sample().bytes();
        sound[30 + "algorithm.yaml".length() + 20] ^= 0x55;
        assertRefused("package.corrupt", write(sound));
    }

    @Test
    void filesThatAreCutOff() throws IOException {
        byte[] sound = sample().bytes();
        for (int length = 0; length < sound.length; length += 1 + length / 40) {
            assertRefused("package.truncated", write(Arrays.copyOf(sound, length)));
        }
    }

    @Test
    void filesThatAreTooLarge() throws IOException {
        Path file = temp.resolve("large");
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(SMALL.fileBytes() + 1);
        }
        assertRefused("package.size", file);
    }

    @Test
    void packagesWithoutAManifestOrWithAWrongOne() throws IOException {
        refused("package.manifest.missing", new RawZip().add("LICENSE", "x"));
        refused("package.manifest.malformed", new RawZip().add("algorithm.yaml", "id: [sample"));
        refused("package.manifest.malformed", new RawZip().add("algorithm.yaml", "a: &a [1]\nid: *a"));
        refused("package.manifest.malformed", manifest("width: 4", "width: 1" + "0".repeat(400)));
        refused("package.manifest.malformed", manifest("type: object", "$ref: 'http://127.0.0.1/'"));
        refused("package.text", new RawZip().add("algorithm.yaml", new byte[] {(byte) 0xff, (byte) 0xfe}, entry -> entry));
        refused("package.entry.missing", new RawZip().add("algorithm.yaml", Samples.MANIFEST).add("models/names.txt", "a\nb"));
        refused("package.entry.size", new RawZip().add("algorithm.yaml", noise(600 << 10)));
    }

    @Test
    void signaturesWithoutTheirList() throws IOException {
        refused("package.signature.list", sample().add("SIGNATURES/x.ed25519", "x"));
        refused("package.signature.list", sample().add("SIGNATURES/digests", "x"));
    }

    private RawZip manifest(String right, String wrong) {
        assertTrue(Samples.MANIFEST.contains(right));
        return new RawZip().add("algorithm.yaml", Samples.MANIFEST.replace(right, wrong)).add("models/names.txt", "a\nb");
    }

    private static RawZip sample() {
        return new RawZip()
                .add("algorithm.yaml", Samples.MANIFEST)
                .add("LICENSE", "Do as you like.")
                .add("models/names.txt", "a\nb")
                .add("models/same.onnx", Proto.model(Proto.graph()), entry -> entry);
    }

    private static RawZip lie(UnaryOperator<RawZip.Entry> lie) {
        return sample().add("models/lies.bin", "This is content that compresses only a little.".getBytes(), lie);
    }

    /** Twice as many hexadecimal digits. */
    private static String noise(int count) {
        byte[] noise = new byte[count];
        new Random(1).nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }

    private static byte[] bytes(int count) {
        return new byte[count];
    }

    private void refused(String code, RawZip zip) throws IOException {
        assertRefused(code, write(zip.bytes()));
    }

    private void assertRefused(String code, Path file) {
        assertRefused(code, file, SMALL);
    }

    private void assertRefused(String code, Path file, PackageLimits limits) {
        RejectedException error =
                assertThrows(RejectedException.class, () -> PackageFile.open(file, limits).close());
        assertEquals(code, error.code(), error.getMessage());
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(temp.resolve("hostile.algorithm"), bytes);
    }
}
