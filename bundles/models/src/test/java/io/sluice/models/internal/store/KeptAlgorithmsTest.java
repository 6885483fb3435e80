package io.sluice.models.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.algorithm.seal.Cipher;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelData;
import io.sluice.api.model.PackageContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeptAlgorithmsTest {

    @TempDir
    Path root;

    private StoreFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new StoreFixture(root).open();
    }

    @ParameterizedTest
    @EnumSource(Cipher.class)
    void importsTestsEncryptsAndOffers(Cipher cipher) throws Exception {
        fixture.cipher = cipher;
        fixture.open();
        Path file = new PackageFixture().write(root);
        AlgorithmVersion version = fixture.add(file, Activation.IF_FIRST);

        assertEquals("joints", version.id());
        assertEquals(7, version.number());
        assertEquals(0, version.status().number());
        assertEquals(
                List.of("net.onnx on doubler-0: in.bin: out.bin: largest difference 0.000, allowed 0.001000 + 0.001000 of the value"),
                version.tests());
        AlgorithmDescriptor offered = fixture.store.versions().usable("joints").orElseThrow();
        assertEquals(List.of("good", "bad"), offered.labels());
        ModelData data = offered.model("net").orElseThrow().variants().get(0).data();
        assertEquals(Optional.empty(), data.file());
        try (ModelData.Content content = data.open()) {
            assertTrue(StandardCharsets.ISO_8859_1.decode(content.bytes()).toString().contains(PackageFixture.MARKER));
        }
        Files.delete(file);
        assertEquals(List.of(), filesWith(PackageFixture.MARKER), "plain models on the disk");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.keyFile())));
    }

    @Test
    void handsOnWhatItTook() throws Exception {
        Path file = new PackageFixture().padding(5_000_000).write(root);
        AlgorithmVersion version = fixture.add(file, Activation.NEVER);
        byte[] expected = Files.readAllBytes(file);
        assertTrue(expected.length > SealedSegments.SEGMENT, "more than a segment");
        try (PackageContent content = fixture.store.algorithms().open(version.fileSha256())) {
            assertEquals(expected.length, content.bytes());
            assertArrayEquals(expected, read(content, 0, expected.length));
            assertArrayEquals(
                    Arrays.copyOfRange(expected, SealedSegments.SEGMENT - 5, SealedSegments.SEGMENT + 7),
                    read(content, SealedSegments.SEGMENT - 5, 12));
        }
        assertThrows(NotFoundException.class, () -> fixture.store.algorithms().open("0".repeat(64)));
    }

    @Test
    void takesTheSamePackageAgainAndNoOtherOfItsVersion() throws Exception {
        fixture.add(new PackageFixture());
        AlgorithmVersion again = fixture.add(new PackageFixture());
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
        assertEquals(fixture.store.algorithms().versions().get(0), again);

        SluiceException refused = refused("model.version.exists", () -> fixture.add(new PackageFixture().padding(400)));
        assertTrue(refused.getMessage().contains(again.sha256()), refused.getMessage());
        refused("model.id.reserved", () -> fixture.add(new PackageFixture().id("uploads")));
        assertEquals(List.of("joints 1.0 IN_USE"), fixture.versions());
    }

    @Test
    void switchesVersionsAndRollsBack() throws Exception {
        fixture.add(new PackageFixture().version("1"));
        fixture.add(new PackageFixture().version("2").write(root), Activation.IF_FIRST);
        assertEquals(List.of("joints 1 IN_USE", "joints 2 NOT_IN_USE"), sorted());
        fixture.store.algorithms().activate("joints", "2");
        assertEquals("2", usable());
        assertEquals("1", fixture.store.versions().usable("joints", "1").orElseThrow().version());
        fixture.store.algorithms().rollBack("joints");
        assertEquals("1", usable());
        refused("model.version.none_before", () -> fixture.store.algorithms().rollBack("joints"));
        refused("model.version.unknown", () -> fixture.store.algorithms().activate("joints", "3"));
        refused("model.version.active", () -> fixture.store.algorithms().remove("joints", "1"));

        fixture.open();
        assertEquals("1", usable(), "the choice outlives a restart");
        fixture.store.algorithms().deactivate("joints");
        assertFalse(fixture.store.versions().claims("joints"));
        fixture.store.algorithms().rollBack("joints");
        assertEquals("1", usable());
        fixture.store.algorithms().remove("joints", "2");
        fixture.store.algorithms().deactivate("joints");
        fixture.store.algorithms().remove("joints", "1");
        assertEquals(List.of(), fixture.versions());
        assertEquals(List.of(), contents(), "files of deleted versions");
    }

    @Test
    void keepsTheLatestAndTheActive() throws Exception {
        for (int version = 1; version <= 6; version++) {
            fixture.clock.set("2026-06-0" + version + "T00:00:00Z");
            fixture.add(new PackageFixture().version("v" + version).write(root), Activation.IF_FIRST);
        }
        assertEquals(
                List.of("joints v6 NOT_IN_USE", "joints v5 NOT_IN_USE", "joints v4 NOT_IN_USE", "joints v1 IN_USE"),
                fixture.versions());
        assertEquals(4, contents().stream().filter(file -> file.startsWith("packages/")).count());
    }

    @Test
    void refusesWhatFailsItsTestsWithTheNumbers() throws Exception {
        SluiceException refused = refused("model.test.failed", () -> fixture.add(new PackageFixture().factor(3)));
        assertTrue(refused.getMessage().contains("value 1 is 0.04167 instead of 0.06250"), refused.getMessage());
        assertEquals(List.of(), fixture.versions());
        assertEquals(List.of(), contents(), "files of a package that was refused");

        Doubler hanging = new Doubler(true);
        fixture.accelerators.set(0, hanging);
        refused("model.test.timeout", () -> fixture.add(new PackageFixture()));
        hanging.release();
        fixture.accelerators.clear();
        assertEquals(
                List.of("net: not run, no device here takes any of its variants"),
                fixture.add(new PackageFixture()).tests());
    }

    @Test
    void takesNothingTruncatedOrTooLarge() throws Exception {
        byte[] whole = Files.readAllBytes(new PackageFixture().write(root));
        Path cut = root.resolve("cut.algorithm");
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(cut, Arrays.copyOf(whole, length));
            SluiceException refused =
                    assertThrows(SluiceException.class, () -> fixture.add(cut, Activation.ALWAYS), "cut to " + length);
            assertTrue(refused.code().startsWith("package."), refused.code());
        }
        fixture.mostBytes = whole.length - 1;
        fixture.open();
        refused("model.package.too_large", () -> fixture.add(new PackageFixture()));
        assertEquals(List.of(), contents());
    }

    private String usable() {
        return fixture.store.versions().usable("joints").orElseThrow().version();
    }

    private List<String> sorted() {
        return fixture.versions().stream().sorted().toList();
    }

    private List<String> contents() throws IOException {
        Path folder = root.resolve("algorithms");
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    private List<Path> filesWith(String text) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/.package"))
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static byte[] read(PackageContent content, long from, long count) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.write(from, count, out);
        return out.toByteArray();
    }

    static SluiceException refused(String code, Executable what) {
        SluiceException error = assertThrows(SluiceException.class, what);
        assertEquals(code, error.code(), error.getMessage());
        return error;
    }
}
