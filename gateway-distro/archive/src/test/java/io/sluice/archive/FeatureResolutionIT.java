package io.sluice.archive;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    @ValueSource(strings = {"base", "base edge", "base edge demo", "base edge npu", "base edge cuda", "base edge ep", "base edge npu cuda", "base edge cascade"})
    void theFeatureSetResolves(String features) throws Exception {
        new FeatureSets(DISTRIBUTION, DISTRIBUTION.resolve("features")).resolve(features.split(" "));
    }

    @Test
    void aBundleTakenOutOfAFeatureIsNamedByWhatIsMissing() throws Exception {
        edgeWith(" *\\{\"id\": \"io.sluice:io.sluice.libs.onnxruntime:[^}]*},\n", "");
        ResolutionException missing = assertThrows(ResolutionException.class, this::resolveTampered);
        assertTrue(missing.getMessage().contains("ai.onnxruntime"), missing.getMessage());
    }

    @Test
    void aBundleMissingFromTheRepositoryIsFound() throws Exception {
        edgeWith("io.sluice.hub:[^\"]*", "io.sluice.hub:9.9.9");
        NoSuchFileException missing = assertThrows(NoSuchFileException.class, this::resolveTampered);
        assertTrue(missing.getMessage().contains("io.sluice.hub-9.9.9.jar"), missing.getMessage());
    }

    private void edgeWith(String pattern, String replacement) throws IOException {
        Path own = DISTRIBUTION.resolve("features");
        Files.copy(own.resolve("base.json"), folder.resolve("base.json"));
        Files.writeString(folder.resolve("edge.json"),
                Files.readString(own.resolve("edge.json")).replaceFirst(pattern, replacement));
    }

    private void resolveTampered() throws Exception {
        new FeatureSets(DISTRIBUTION, folder).resolve("base", "edge");
    }
}
