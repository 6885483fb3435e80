package io.sluice.cli;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.ManifestReader;
import io.sluice.algorithm.ModelEntry;
import io.sluice.algorithm.VariantEntry;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.RejectedException;
import io.sluice.onnx.OnnxCheck;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.OnnxNormaliser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model in an algorithm's folder, before it is packed.
 *
 * @param file its form in single precision
 */
record ModelFolder(ModelEntry entry, Path file) {

    /**
     * @param id of the model; may be left out where there is one
     * @throws io.sluice.api.error.SluiceException when the folder's manifest is wrong
     */
    static ModelFolder find(Path folder, Optional<String> id) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder");
        }
        AlgorithmManifest manifest = ManifestReader.read(
                Files.readString(folder.resolve(AlgorithmManifest.FILE)),
                (name, most) -> Files.readString(folder.resolve(name)));
        ModelEntry entry = manifest.models().stream()
                .filter(model -> id.isEmpty() ? manifest.models().size() == 1 : model.id().equals(id.get()))
                .findFirst()
                .orElseThrow(() -> new UsageException("say by --model which of its models: "
                        + String.join(", ", manifest.models().stream().map(ModelEntry::id).toList())));
        VariantEntry variant = entry.variants().stream()
                .filter(one -> one.format().equals("onnx") && one.precision() == Precision.FLOAT32)
                .findFirst()
                .orElseThrow(() -> new UsageException("the model " + entry.id() + " has no ONNX file in single precision"));
        return new ModelFolder(entry, folder.resolve(variant.file()));
    }

    /**
     * The model in its file, checked and normalised.
     *
     * @throws RejectedException {@code model.corrupt} when it is none
     */
    static OnnxModel read(Path file) throws IOException {
        try {
            OnnxModel model = OnnxModel.parse(ByteBuffer.wrap(Files.readAllBytes(file)));
            OnnxCheck.check(model);
            OnnxNormaliser.normalise(model);
            return model;
        } catch (OnnxException refusal) {
            throw refused(file, refusal);
        }
    }

    /** What is said of a model that cannot be used. */
    static RejectedException refused(Path file, OnnxException refusal) {
        return new RejectedException("model.corrupt", "The model " + file.getFileName() + " cannot be used: "
                + refusal.getMessage() + ".", "Export it again as one ONNX file.", refusal);
    }
}
