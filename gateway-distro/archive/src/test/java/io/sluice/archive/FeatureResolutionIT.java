package io.sluice.archive;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.resolver.ResolutionException;

/** Every feature set of the distribution resolves, and a gap in one is found. */
class FeatureResolutionIT {

    private static final Path DISTRIBUTION = Path.of(System.getProperty("sluice.distribution"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"base", "base edge", "base edge demo"})
    void theFeatureSetResolves(String features) throws Exception {
        new FeatureSets(DISTRIBUTION).resolve(features.split(" "));
    }

    @Test
    void aBundleTakenOutOfAFeatureIsNamedByWhatIsMissing() throws Exception {
        Path copy = copyWithLinks();
        Path feature = copy.resolve("features/edge.json");
        Files.writeString(feature, Files.readString(feature).replaceFirst(" *\\{\"id\": \"io.sluice:io.sluice.libs.onnxruntime:[^}]*},\n", ""));
        ResolutionException missing =
                assertThrows(ResolutionException.class, () -> new FeatureSets(copy).resolve("base", "edge"));
        assertTrue(missing.getMessage().contains("ai.onnxruntime"), missing.getMessage());
    }

    @Test
    void aBundleMissingFromTheRepositoryIsFound() throws Exception {
        Path copy = copyWithLinks();
        Path hub;
        try (Stream<Path> files = Files.walk(copy.resolve("repository/io/sluice/io.sluice.hub"))) {
            hub = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
        Files.delete(hub);
        IOException missing = assertThrows(NoSuchFileException.class, () -> new FeatureSets(copy).resolve("base", "edge"));
        assertTrue(missing.getMessage().contains("io.sluice.hub"), missing.getMessage());
    }

    private Path copyWithLinks() throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(DISTRIBUTION.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (file.toString().endsWith(".jar")) {
                    Files.createLink(target, file);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }
}
