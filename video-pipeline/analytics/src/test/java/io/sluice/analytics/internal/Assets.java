package io.sluice.analytics.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real models and videos beside the repository; tests that need them are skipped where they are absent. */
final class Assets {

    private Assets() {}

    static Path find(String name) {
        String given = System.getenv("SLUICE_ASSETS");
        Path folder = given != null ? Path.of(given) : beside(Path.of("").toAbsolutePath());
        Path file = folder.resolve(name);
        assumeTrue(Files.exists(file), "Skipped: there is no " + file + "; set SLUICE_ASSETS to the folder of assets.");
        return file;
    }

    private static Path beside(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path assets = at.resolve("shared/assets");
            if (Files.isDirectory(assets)) {
                return assets;
            }
        }
        return folder.resolve("shared/assets");
    }
}
