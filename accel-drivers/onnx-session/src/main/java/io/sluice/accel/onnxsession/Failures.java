package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import io.sluice.accel.onnxsession.OnnxBackend.Trouble;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Why a run or a load on a device did not come to its end, said precisely. Thread-safe. */
final class Failures {

    /** How ONNX Runtime's allocators and the C++ library say that there is no memory. */
    private static final Pattern NO_MEMORY =
            Pattern.compile("Failed to allocate memory|bad_alloc|bad allocation|bad_array_new_length|out of memory");

    private final OnnxBackend backend;
    private final OnnxDeviceListener listener;

    Failures(OnnxBackend backend, OnnxDeviceListener listener) {
        this.backend = backend;
        this.listener = listener;
    }

    /** @param cause what ONNX Runtime or this machine said instead of answering */
    UnavailableException of(String model, Throwable cause) {
        if (!(cause instanceof OrtException)) {
            return outOfMemory(model, cause);
        }
        return switch (trouble(cause)) {
            case MEMORY -> outOfMemory(model, cause);
            case LOST -> lost(cause);
            case RUN -> new UnavailableException("accelerator.run.failed",
                    "The model " + model + " failed to run: " + Reason.of(cause), "", cause);
        };
    }

    /** Why a model was not loaded; neither missing memory nor a lost device is its fault. */
    SluiceException refused(String model, OrtException cause) {
        return switch (trouble(cause)) {
            case MEMORY -> outOfMemory(model, cause);
            case LOST -> lost(cause);
            case RUN -> backend.refusal(model, cause).orElseGet(() -> Rejections.refused(model, cause));
        };
    }

    private Trouble trouble(Throwable cause) {
        String reason = cause.getMessage() == null ? "" : cause.getMessage();
        return NO_MEMORY.matcher(reason).find() ? Trouble.MEMORY : backend.trouble(reason);
    }

    private UnavailableException lost(Throwable cause) {
        UnavailableException lost = new UnavailableException("accelerator.device.lost",
                "The device " + backend.id() + " does not answer any more: " + Reason.of(cause) + ".",
                "See the kernel's messages, the power supply and the slot; it is used again once it answers.", cause);
        listener.lost(lost);
        return lost;
    }

    static UnavailableException outOfMemory(String model, Throwable cause) {
        return new UnavailableException("accelerator.memory.exhausted",
                "The model " + model + " needs more memory than is left: " + Reason.of(cause),
                "Use a smaller model, or run fewer at once.", cause);
    }

    static UnavailableException timeout(String model, Duration limit, Throwable cause) {
        return new UnavailableException("accelerator.run.timeout",
                "The model " + model + " was stopped after more than " + seconds(limit) + " s.",
                "Use a smaller model, or raise the time limit of a run.", cause);
    }

    static UnavailableException quarantined(String model, int times) {
        return new UnavailableException(QuarantineText.CODE,
                "The model " + model + " hung " + times + " times in a row and is not run any more.",
                QuarantineText.REMEDY, null);
    }

    static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? Long.toString(limit.toSeconds()) : Double.toString(limit.toMillis() / 1e3);
    }
}
