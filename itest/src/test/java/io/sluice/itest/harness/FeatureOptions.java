package io.sluice.itest.harness;

import static org.ops4j.pax.exam.CoreOptions.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.ops4j.pax.exam.Option;

/** The bundles of the distribution's features, as options of Pax Exam. */
public final class FeatureOptions {

    private FeatureOptions() {}

    /** Each bundle once, at its start level. */
    public static Option[] of(Path distribution, String... features) throws IOException {
        List<Option> options = new ArrayList<>();
        jars(distribution, features).forEach((jar, level) -> options.add(bundle(jar.toUri().toString()).startLevel(level)));
        return options.toArray(Option[]::new);
    }

    /** Symbolic names of the bundles. */
    public static List<String> names(Path distribution, String... features) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path jar : jars(distribution, features).keySet()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                names.add(file.getManifest().getMainAttributes().getValue("Bundle-SymbolicName").split(";")[0].strip());
            }
        }
        return names;
    }

    private static Map<Path, Integer> jars(Path distribution, String... features) throws IOException {
        Map<Path, Integer> jars = new LinkedHashMap<>();
        for (String feature : features) {
            JsonNode description = new ObjectMapper().readTree(distribution.resolve("features/" + feature + ".json").toFile());
            for (JsonNode bundle : description.path("bundles")) {
                Path jar = distribution.resolve("repository").resolve(pathOf(bundle.path("id").asText()));
                jars.put(jar, bundle.path("start-level").asInt(20));
            }
        }
        return jars;
    }

    /** {@code group:artifact[:type[:classifier]]:version} to its place in a repository of Maven's layout. */
    private static String pathOf(String id) {
        String[] parts = id.split(":");
        String artifact = parts[1];
        String version = parts[parts.length - 1];
        String classifier = parts.length == 5 ? "-" + parts[3] : "";
        return parts[0].replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-" + version + classifier + ".jar";
    }
}
