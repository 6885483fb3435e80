package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.RejectedException;
import java.util.regex.Pattern;

/** What is wrong with a model, said precisely. */
final class Rejections {

    private static final String COPY_AGAIN = "Copy the file again from where it came from and compare its SHA-256.";
    private static final String BATCH_UNSUPPORTED = "accelerator.batch.unsupported";
    private static final String ONE_AT_A_TIME =
            "Run one picture at a time, or import the model with a free first dimension.";
    private static final Pattern UNSUPPORTED =
            Pattern.compile("opset|IR version|No Op registered|not a registered|Could not find an implementation");

    private Rejections() {}

    static RejectedException corrupt(String name, RuntimeException cause) {
        return new RejectedException("model.file.corrupt",
                "The file " + name + " is no ONNX model, or is damaged: " + cause.getMessage() + ".",
                COPY_AGAIN, cause);
    }

    static RejectedException unsupportedType(String name, IllegalArgumentException cause) {
        return new RejectedException("model.type.unsupported",
                "The model " + name + " has an input or output of an unsupported kind: " + cause.getMessage() + ".",
                "Export it with tensors of float, integer or boolean elements only.", cause);
    }

    static RejectedException refused(String name, OrtException cause) {
        String reason = Reason.of(cause);
        boolean unsupported = cause.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED
                || UNSUPPORTED.matcher(reason).find();
        if (unsupported) {
            return new RejectedException("model.unsupported",
                    "The model " + name + " needs what this ONNX Runtime lacks: " + reason,
                    "Export it for an older operator set and without custom operators.", cause);
        }
        return new RejectedException("model.invalid", "ONNX Runtime refuses the model " + name + ": " + reason,
                COPY_AGAIN, cause);
    }

    static RejectedException notFixed(String name, TensorSpec input) {
        return new RejectedException("model.shape.dynamic",
                "Input '" + input.name() + "' of the model " + name + " has shape " + input.shape()
                        + ", which is not fixed (-1).",
                "Export it with a fixed input size.", null);
    }

    static RejectedException batchFixed(String name, int pictures) {
        return new RejectedException(BATCH_UNSUPPORTED,
                "The model " + name + " does not take " + pictures + " pictures at once: its first dimension is fixed.",
                ONE_AT_A_TIME, null);
    }

    static RejectedException outputNotByPictures(String name, TensorSpec output, int pictures) {
        return new RejectedException(BATCH_UNSUPPORTED,
                "The model " + name + " does not take " + pictures + " pictures at once: its output '" + output.name()
                        + "' has shape " + output.shape() + " then.",
                ONE_AT_A_TIME, null);
    }

    static RejectedException tooLarge(String name, ArithmeticException cause) {
        return new RejectedException("model.tensor.large",
                "An input or output of the model " + name + " has more than 2 GiB.",
                "Export it with smaller inputs and outputs.", cause);
    }

    static RejectedException format(String name, String format, String device) {
        return new RejectedException("model.format.unsupported",
                "The model " + name + " has the format '" + printable(format) + "', which " + device + " does not run.",
                "Use a variant in the format onnx.", null);
    }

    /** @param location as the model names it */
    static RejectedException dataOutside(String name, String location) {
        return new RejectedException("model.data.outside",
                "The model " + name + " has data at '" + printable(location) + "', which is not in its own folder.",
                "Export it with its data in one file, or in files beside it.", null);
    }

    static RejectedException dataMissing(String name, String location) {
        return new RejectedException("model.data.missing",
                "The model " + name + " has data in the file '" + printable(location) + "', which is not there.",
                "Put the file beside the model.", null);
    }

    /** What a hostile file says is not to end up in logs and pages as it is. */
    private static String printable(String text) {
        String shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
