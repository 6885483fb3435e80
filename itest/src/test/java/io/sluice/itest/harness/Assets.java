package io.sluice.itest.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Real models and videos that lie beside the project and are no part of it. */
public final class Assets {

    private static final Path FOLDER = Path.of(Optional.ofNullable(System.getenv("SLUICE_ASSETS"))
            .orElse("../../shared/assets")).toAbsolutePath().normalize();

    private Assets() {}

    /** A file of the assets; where it is absent the test is skipped and says so. */
    public static Path require(String path) {
        Path file = FOLDER.resolve(path);
        if (!Files.exists(file)) {
            System.err.println("SKIPPED: " + file + " is absent; set SLUICE_ASSETS to the folder of test assets");
        }
        assumeTrue(Files.exists(file), file + " is absent");
        return file;
    }
}
