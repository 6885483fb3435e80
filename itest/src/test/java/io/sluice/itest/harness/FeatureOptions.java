package io.sluice.itest.harness;

import static org.ops4j.pax.exam.CoreOptions.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ops4j.pax.exam.Option;

/** The bundles of the distribution's features, as options of Pax Exam. */
public final class FeatureOptions {

    private FeatureOptions() {}

    /** Each bundle once, at its start level. */
    public static Option[] of(Path distribution, String... features) throws IOException {
        Map<Path, Option> bundles = new LinkedHashMap<>();
        for (String feature : features) {
            JsonNode description = new ObjectMapper().readTree(distribution.resolve("features/" + feature + ".json").toFile());
            for (JsonNode bundle : description.path("bundles")) {
                Path jar = distribution.resolve("repository").resolve(pathOf(bundle.path("id").asText()));
                int level = bundle.path("start-level").asInt(20);
                bundles.put(jar, bundle(jar.toUri().toString()).startLevel(level));
            }
        }
        return bundles.values().toArray(Option[]::new);
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
