package io.sluice.accel.openvino.internal;

import com.sun.jna.Pointer;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What OpenVINO's errors mean for whoever called. Its codes tell little, nearly everything is a general error; what happened
 * is in the text, in the words of Level Zero and OpenCL below it.
 */
final class OpenVinoErrors {

    private static final Pattern MEMORY = Pattern.compile(
            "OUT_OF_(DEVICE|HOST)_MEMORY|CL_OUT_OF_|CL_MEM_OBJECT_ALLOCATION_FAILURE|bad_alloc"
                    + "|out of (GPU )?(memory|resources)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LOST = Pattern.compile("DEVICE_LOST|DEVICE_NOT_AVAILABLE|device (is )?lost",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VERSION = Pattern.compile(
            "(unsupported|not supported|incompatible).*(version|opset)"
                    + "|(version|opset).*(unsupported|not supported|incompatible)",
            Pattern.CASE_INSENSITIVE);

    /** By minus the code; the spelling is the header's. */
    private static final List<String> NAMES = List.of("OK", "GENERAL_ERROR", "NOT_IMPLEMENTED", "NETWORK_NOT_LOADED",
            "PARAMETER_MISMATCH", "NOT_FOUND", "OUT_OF_BOUNDS", "UNEXPECTED", "REQUEST_BUSY", "RESULT_NOT_READY",
            "NOT_ALLOCATED", "INFER_NOT_STARTED", "NETWORK_NOT_READ", "INFER_CANCELLED", "INVALID_C_PARAM",
            "UNKNOWN_C_ERROR", "NOT_IMPLEMENT_C_METHOD", "UNKNOW_EXCEPTION");

    private final OpenVino openVino;

    OpenVinoErrors(OpenVino openVino) {
        this.openVino = openVino;
    }

    void checkStart(String function, int status, String device) {
        if (status != 0) {
            throw Failures.startFailed(device, error(function, status));
        }
    }

    /** @throws SluiceException when reading the file failed */
    void checkRead(String function, int status, String model, String device) {
        if (status != 0) {
            VendorError error = error(function, status);
            throw VERSION.matcher(error.name()).find()
                    ? Failures.versionUnfit(model, device, error)
                    : ofDevice(error, model, device).<SluiceException>map(found -> found)
                            .orElseGet(() -> Failures.corrupt(model, error));
        }
    }

    /** @throws SluiceException when preparing the model for the device failed */
    void checkLoad(String function, int status, String model, String device) {
        if (status != 0) {
            VendorError error = error(function, status);
            throw ofDevice(error, model, device).<SluiceException>map(found -> found)
                    .orElseGet(() -> Failures.invalid(model, error.toString()));
        }
    }

    void checkRun(String function, int status, String model, String device) {
        if (status != 0) {
            VendorError error = error(function, status);
            throw ofDevice(error, model, device).orElseGet(() -> Failures.runFailed(model, device, error));
        }
    }

    private static Optional<UnavailableException> ofDevice(VendorError error, String model, String device) {
        if (LOST.matcher(error.name()).find()) {
            return Optional.of(Failures.deviceLost(device, error));
        }
        return MEMORY.matcher(error.name()).find()
                ? Optional.of(Failures.memoryExhausted(model, device, error))
                : Optional.empty();
    }

    private VendorError error(String function, int status) {
        String name = -status > 0 && -status < NAMES.size() ? NAMES.get(-status) : "";
        String text = lastText();
        return new VendorError(function, status, text.isEmpty() ? name : name + ": " + text);
    }

    /** On one line: OpenVINO puts the places in its sources on lines of their own. */
    private String lastText() {
        Pointer text = openVino.ov_get_last_err_msg();
        if (text == null) {
            return "";
        }
        try {
            return String.join(" ", text.getString(0, "UTF-8").lines().map(String::strip).toList()).strip();
        } finally {
            openVino.ov_free(text);
        }
    }
}
