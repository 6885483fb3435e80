package io.sluice.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.apache.felix.cm.impl.ConfigurationManager;

/** A distribution made for one test, of bundles made of a manifest and classes of this test. */
final class TestHome {

    private final Path root;

    TestHome(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("features"));
    }

    /** @param headers {@code Name: value} each */
    void bundle(String name, String version, List<String> headers, Class<?>... classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        for (String header : headers) {
            int colon = header.indexOf(": ");
            main.putValue(header.substring(0, colon), header.substring(colon + 2));
        }
        try (OutputStream file = Files.newOutputStream(fileOf("test", name, version));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (InputStream bytes = type.getResourceAsStream("/" + entry)) {
                    bytes.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
    }

    /** The real one, as bundle {@code felix:configadmin:1.0.0}. */
    void configurationAdmin() throws Exception {
        Path jar = Path.of(ConfigurationManager.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(jar, fileOf("felix", "configadmin", "1.0.0"));
    }

    /** @param bundles {@code group:artifact:version} each */
    void feature(String name, String... bundles) throws IOException {
        featureWith(name, "", bundles);
    }

    /** @param more further members of the feature, as JSON ending in a comma */
    void featureWith(String name, String more, String... bundles) throws IOException {
        String list = List.of(bundles).stream()
                .map(id -> "{\"id\": \"" + id + "\", \"start-level\": 5}")
                .collect(Collectors.joining(", "));
        raw(name, "{\"feature-resource-version\": \"1.0\", \"id\": \"test:" + name + ":1.0.0\", " + more
                + " \"bundles\": [" + list + "]}");
    }

    void raw(String name, String text) throws IOException {
        Files.writeString(root.resolve("features/" + name + ".json"), text);
    }

    void remove(String name, String version) throws IOException {
        Files.delete(fileOf("test", name, version));
    }

    Options options(Path data, String... features) {
        return new Options(root, data, "127.0.0.1", 8080, List.of(features), true);
    }

    private Path fileOf(String group, String name, String version) throws IOException {
        Path folder = Files.createDirectories(root.resolve("repository").resolve(group).resolve(name).resolve(version));
        return folder.resolve(name + "-" + version + ".jar");
    }
}
