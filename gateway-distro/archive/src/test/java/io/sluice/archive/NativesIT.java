package io.sluice.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One distribution for both architectures: what has natives for one has them for the other, by what the files say themselves. */
class NativesIT {

    private static final Pattern LIBRARY = Pattern.compile(".*\\.(so(\\.[0-9.]+)?|dll|dylib|jnilib)");
    /** As in the header of ELF: e_machine, at byte 18 (System V ABI, chapter 4). */
    private static final Map<Integer, String> MACHINES = Map.of(62, "x86_64", 183, "aarch64");
    private static final int MACHINE_AT = 18;
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', 2, 1};

    @Test
    void everyBundleWithNativesHasThemForBothArchitectures() throws IOException {
        Map<String, Map<String, Set<String>>> bundles = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("sluice.distribution")))) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Map<String, Set<String>> machines = machines(jar);
                if (!machines.isEmpty()) {
                    bundles.put(jar.getFileName().toString(), machines);
                }
            }
        }
        assertTrue(bundles.keySet().stream().filter(name -> name.startsWith("io.sluice.libs.")).count() >= 4,
                "these were looked at: " + bundles.keySet());
        bundles.forEach((bundle, machines) ->
                assertEquals(Set.of("x86_64", "aarch64"), machines.keySet(), bundle + " has " + machines));
    }

    /** Names of the libraries for each machine. */
    private static Map<String, Set<String>> machines(Path file) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().filter(one -> LIBRARY.matcher(one.getName()).matches()).toList()) {
                byte[] head = new byte[MACHINE_AT + 2];
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.readFully(head);
                }
                found.computeIfAbsent(machine(head), machine -> new TreeSet<>()).add(entry.getName());
            }
        }
        return found;
    }

    private static String machine(byte[] head) {
        for (int index = 0; index < MAGIC.length; index++) {
            if (head[index] != MAGIC[index]) {
                return "no 64-bit library of Linux";
            }
        }
        int code = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE_AT);
        return MACHINES.getOrDefault(code, "machine " + code);
    }
}
