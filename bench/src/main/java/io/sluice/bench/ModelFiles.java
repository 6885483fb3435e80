package io.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the models to measure with lie. */
public final class ModelFiles {

    private ModelFiles() {}

    /** FastestDet, of about 2 ms; where the assets are not at hand, the demo line's own detector, which is of the same kind. */
    public static Path detector() {
        String given = System.getenv("SLUICE_ASSETS");
        Path assets = given == null ? Path.of("../shared/assets") : Path.of(given);
        Path fastestDet = assets.resolve("models/FastestDet.onnx");
        return Files.exists(fastestDet)
                ? fastestDet
                : Path.of("bundles/demo-line/model/solder-joints/model.onnx");
    }

    /** For lines of results. */
    public static String name(Path model) {
        String file = model.getFileName().toString();
        return file.equals("model.onnx") ? model.getParent().getFileName().toString() : file.replace(".onnx", "");
    }
}
