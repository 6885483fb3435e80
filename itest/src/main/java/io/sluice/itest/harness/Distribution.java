package io.sluice.itest.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A private copy of the distribution, for tests that add to it. */
public final class Distribution {

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    /** Links what is large; nothing of the original is changed. */
    public static Distribution copyTo(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(Gateway.DISTRIBUTION)) {
            for (Path file : files.toList()) {
                Path copy = home.resolve(Gateway.DISTRIBUTION.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (file.toString().endsWith(".jar")) {
                    Files.createLink(copy, file);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return new Distribution(home);
    }

    public Path home() {
        return home;
    }

    /** Adds a feature of one bundle, made of a manifest and of classes of this test. */
    public void addFeature(String name, String manifest, Class<?>... classes) throws IOException {
        addFeature(name, manifest, Map.of(), classes);
    }

    /** The same, with other entries of the bundle by their paths. */
    public void addFeature(String name, String manifest, Map<String, String> entries, Class<?>... classes)
            throws IOException {
        Path jar = home.resolve("repository/test/" + name + "/1.0.0/" + name + "-1.0.0.jar");
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest(manifest))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream bytes = type.getResourceAsStream("/" + entry)) {
                    bytes.transferTo(out);
                }
                out.closeEntry();
            }
        }
        Files.writeString(home.resolve("features/" + name + ".json"), """
                {
                  "feature-resource-version": "1.0",
                  "id": "test:%s-feature:1.0.0",
                  "bundles": [{"id": "test:%s:1.0.0", "start-level": "30"}]
                }
                """.formatted(name, name));
    }

    private static Manifest manifest(String text) throws IOException {
        return new Manifest(new ByteArrayInputStream(
                ("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-Version: 1.0.0\n" + text).getBytes(StandardCharsets.UTF_8)));
    }
}
