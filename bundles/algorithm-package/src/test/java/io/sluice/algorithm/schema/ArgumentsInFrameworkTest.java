package io.sluice.algorithm.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ethlo.time.ITU;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.yaml.snakeyaml.Yaml;

/** In a framework each bundle sees its own classes only; the library must find its meta-schemas nevertheless. */
final class ArgumentsInFrameworkTest {

    private static final String SHARED = "io.sluice.api.error,org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17,"
            + "org.slf4j.helpers;version=2.0.17,org.slf4j.spi;version=2.0.17";

    @TempDir
    private Path temp;

    @Test
    void argumentsAreCheckedWithinABundle() throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(Map.of(
                "org.osgi.framework.storage", temp.resolve("cache").toString(),
                "org.osgi.framework.system.packages.extra", SHARED));
        framework.start();
        try {
            List<Bundle> libraries = new ArrayList<>();
            for (Class<?> type : List.of(JsonSchema.class, ITU.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class,
                    YAMLFactory.class, Yaml.class)) {
                libraries.add(framework.getBundleContext()
                        .installBundle(type.getProtectionDomain().getCodeSource().getLocation().toString()));
            }
            Bundle ours = framework.getBundleContext().installBundle(bundle().toUri().toString());
            for (Bundle bundle : libraries) {
                bundle.start();
            }
            ours.start();
            Class<?> arguments = ours.loadClass(Arguments.class.getName());
            Method check = arguments.getMethod("check", String.class, String.class);
            String schema = "{\"type\":\"object\",\"properties\":{\"day\":{\"type\":\"string\",\"format\":\"date\"},"
                    + "\"high\":{\"type\":\"integer\",\"default\":3}}}";
            assertEquals("{\"day\":\"2026-02-28\",\"high\":3}", check.invoke(null, schema, "{\"day\":\"2026-02-28\"}"));
            assertThrows(InvocationTargetException.class, () -> check.invoke(null, schema, "{\"day\":\"2026-02-30\"}"));
        } finally {
            framework.stop();
            framework.waitForStop(0);
        }
    }

    /** A bundle with the package, as one that checks arguments has it. */
    private Path bundle() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "ours");
        main.putValue("Import-Package", "io.sluice.api.error,com.networknt.schema,com.networknt.schema.regex,"
                + "com.networknt.schema.resource,com.fasterxml.jackson.core,com.fasterxml.jackson.databind,"
                + "com.fasterxml.jackson.databind.cfg,com.fasterxml.jackson.databind.json,com.fasterxml.jackson.databind.node");
        Path jar = temp.resolve("ours.jar");
        Path classes = Path.of("target/classes");
        List<Path> files;
        try (var walk = Files.walk(classes.resolve("io/sluice/algorithm/schema"))) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream target = new JarOutputStream(out, manifest)) {
            for (Path file : files) {
                target.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                target.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
