package io.sluice.support.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.support.testing.TestFramework;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A bundle's libraries as files: once, whole, and only those of the bundle as it is. */
class UnpackedLibrariesTest {

    @TempDir
    private Path data;
    private TestFramework framework;
    private Bundle bundle;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of("sluice.data", data.toString()));
        bundle = framework.context().installBundle("natives", new ByteArrayInputStream(jar("one")));
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    private Path unpack() throws IOException {
        return UnpackedLibraries.unpack(bundle, UnpackedLibraries.parent(framework.context()), "chip", "native/here");
    }

    @Test
    void theLibrariesOfThisMachineAreUnpackedIntoTheDataFolder() throws IOException {
        Path folder = unpack();
        assertEquals(data.resolve("native"), folder.getParent());
        assertEquals(List.of("libchip.so"), names(folder));
        assertEquals("one", Files.readString(folder.resolve("libchip.so")));
    }

    @Test
    void whatIsThereIsNotWrittenAgain() throws IOException {
        Path library = unpack().resolve("libchip.so");
        Object file = Files.getAttribute(library, "unix:ino");
        assertEquals(library, unpack().resolve("libchip.so"));
        assertEquals(file, Files.getAttribute(library, "unix:ino"), "a library in use was replaced");
    }

    @Test
    void whatASuddenEndLeftUnfinishedIsNotTakenForALibrary() throws IOException {
        Path folder = unpack();
        Files.delete(folder.resolve("libchip.so"));
        Files.writeString(folder.resolve("libchip.so.unfinished"), "o");
        assertEquals("one", Files.readString(unpack().resolve("libchip.so")));
        assertEquals(List.of("libchip.so"), names(folder));
    }

    @Test
    void anUpdateHasAFolderOfItsOwnAndTheFormerOneGoes() throws Exception {
        Path before = unpack();
        Path foreign = Files.createDirectories(data.resolve("native/chip-tools"));
        bundle.update(new ByteArrayInputStream(jar("two")));
        Path after = unpack();
        assertEquals("two", Files.readString(after.resolve("libchip.so")));
        assertFalse(Files.exists(before), "each version stays for ever");
        assertTrue(Files.exists(foreign), "not one of this library's");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] jar(String content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "natives");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (String file : List.of("native/here/libchip.so", "native/there/libchip.so", "native/here/README")) {
                out.putNextEntry(new JarEntry(file));
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
