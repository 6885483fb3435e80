package io.sluice.cli;

import io.sluice.algorithm.ModelEntry;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.quantise.Settings;
import io.sluice.onnx.run.Agreement;
import io.sluice.onnx.run.Bounds;
import io.sluice.onnx.run.Int8Compression;
import io.sluice.onnx.run.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code quantise}: makes an int8 form of a model from recorded frames and keeps it only if it agrees with the original and
 * is faster. Of the frames the first two thirds calibrate and the rest judges: neighbouring frames are nearly the same
 * and would let the one be judged by the other.
 */
final class QuantiseVerb {

    static final Set<String> OPTIONS = Set.of(
            "frames", "model", "kind", "agreement", "time", "most", "kept", "depthwise", "output");

    private final PrintStream out;

    QuantiseVerb(PrintStream out) {
        this.out = out;
    }

    /** Whether a form was kept. */
    boolean run(CommandLine line) throws IOException {
        ModelFolder folder = ModelFolder.find(line.operand(), Optional.ofNullable(line.options().get("model")));
        Path source = line.path("frames").orElseThrow(() -> new UsageException("quantise needs --frames"));
        OnnxModel model = ModelFolder.read(folder.file());
        try {
            return run(line, folder, source, model);
        } catch (OnnxException refusal) {
            throw ModelFolder.refused(folder.file(), refusal);
        }
    }

    private boolean run(CommandLine line, ModelFolder folder, Path source, OnnxModel model) throws IOException {
        Map<String, String> options = line.options();
        Bounds bounds = new Bounds(Options.share(options, "agreement", Bounds.DEFAULT.agreement()),
                Options.number(options, "time", 100 * Bounds.DEFAULT.timeRatio()) / 100, Bounds.DEFAULT.findings());
        Settings settings = new Settings(Set.of(), options.getOrDefault("depthwise", "no").equals("yes"), false);
        List<Map<String, Tensor>> frames = Frames.read(source, model.graph().requiredInputs().get(0).name(),
                folder.entry().input(), Options.count(options, "most", 60));
        Int8Compression compression = new Int8Compression(agreement(folder.entry()), bounds, settings,
                Options.share(options, "kept", 0.9999), step -> out.println(step + " ..."));
        int judged = Math.max(1, frames.size() / 3);
        List<Map<String, Tensor>> heldOut = frames.subList(frames.size() - judged, frames.size());
        Int8Compression.Outcome outcome = switch (options.getOrDefault("kind", "static")) {
            case "static" -> compression.fromFrames(model, frames.subList(0, frames.size() - judged), heldOut);
            case "dynamic" -> compression.withoutFrames(model, heldOut);
            default -> throw new UsageException("--kind must be static or dynamic");
        };
        out.println(outcome.verdict().explanation());
        if (outcome.model().isEmpty()) {
            return false;
        }
        Path file = line.path("output").orElse(folder.file().resolveSibling(
                folder.file().getFileName().toString().replaceFirst("\\.onnx$", "") + ".int8.onnx"));
        Files.write(file, outcome.model().get().toBytes());
        out.println(file + ": " + outcome.model().get().encodedSize() + " bytes, of " + model.encodedSize()
                + (outcome.keptFloat().isEmpty() ? "" : "; in single precision: " + String.join(", ", outcome.keptFloat())));
        out.println("Add it to the variants of the model " + folder.entry().id() + ":");
        out.println("  - {file: " + line.operand().toAbsolutePath().relativize(file.toAbsolutePath())
                + ", precision: int8}");
        return true;
    }

    private static Agreement agreement(ModelEntry model) {
        return Agreement.of(model.family().name(), model.scoreThreshold(), model.overlapThreshold());
    }
}
