package io.sluice.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The repository is laid out as agreed, and its table of conformance names tests that exist. */
class LayoutIT {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Za-z0-9_]+(?:Test|IT))`");

    @Test
    void theTopLevelIsTheAgreedOne() {
        for (String entry : List.of("pom.xml", "bundles", "features", "gateway-distro", "cloud-connector", "video-pipeline",
                "accel-drivers", "ota", "README.md")) {
            assertTrue(Files.exists(ROOT.resolve(entry)), entry + " is missing at the top level");
        }
    }

    @Test
    void everyTestNamedByTheTableOfConformanceExists() throws IOException {
        Matcher named = TEST_NAME.matcher(Files.readString(ROOT.resolve("docs/conformance.md")));
        Set<String> missing = new TreeSet<>();
        while (named.find()) {
            missing.add(named.group(1));
        }
        assertFalse(missing.isEmpty(), "the table names no test");
        missing.removeAll(testsThereAre());
        assertEquals(Set.of(), missing);
    }

    private static Set<String> testsThereAre() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
