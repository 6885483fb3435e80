package io.sluice.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The demo line's model, and those of the assets where they are at hand. */
public final class RealModels {

    private static final Path DEMO = Path.of("../../bundles/demo-line/model/solder-joints/model.onnx");

    private RealModels() {}

    /** All there are; the demo line's always. */
    public static List<Path> all() {
        List<Path> published = Stream.of(
                        "version-slim-320.onnx", "version-RFB-320.onnx", "version-RFB-640.onnx", "FastestDet.onnx")
                .map(name -> assets().resolve("models").resolve(name))
                .filter(Files::exists)
                .toList();
        if (published.size() < 4) {
            System.err.println("SKIPPED: models are absent; set SLUICE_ASSETS to the folder of test assets");
        }
        return Stream.concat(Stream.of(DEMO), published.stream()).toList();
    }

    /** One of the assets; the test is skipped where it is absent. */
    public static Path published(String name) {
        Path file = assets().resolve("models").resolve(name);
        assumeTrue(Files.exists(file), "Skipped: there is no " + file + "; set SLUICE_ASSETS to the folder of assets.");
        return file;
    }

    public static Path demo() {
        return DEMO;
    }

    public static OnnxModel read(Path file) {
        return OnnxModel.parse(map(file));
    }

    public static ByteBuffer map(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static Path assets() {
        return Path.of(Optional.ofNullable(System.getenv("SLUICE_ASSETS")).orElse("../../../shared/assets"));
    }
}
