package io.sluice.onnx.run;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.OnnxNormaliser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets ONNX Runtime compute what is constant and merge normalisations into convolutions, and takes the model back in
 * plain ONNX. Without it a normalisation stands between a convolution and its rectifier, and neither would run in
 * integers.
 */
public final class Folding {

    private Folding() {}

    /** @throws OnnxException when ONNX Runtime refuses the model */
    public static OnnxModel fold(OnnxModel model) {
        OnnxModel plain = model.copy();
        OnnxNormaliser.normalise(plain);
        try {
            Path file = Files.createTempFile("folded", ".onnx");
            try {
                write(plain, file);
                return OnnxModel.parse(ByteBuffer.wrap(Files.readAllBytes(file)));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (OrtException refusal) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED,
                    "ONNX Runtime refuses it: " + refusal.getMessage());
        }
    }

    private static void write(OnnxModel model, Path file) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OptLevel.BASIC_OPT);
            options.setOptimizedModelFilePath(file.toString());
            OrtEnvironment.getEnvironment().createSession(model.toBytes(), options).close();
        }
    }
}
