package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtException;
import io.sluice.api.error.UnavailableException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Why a run or a load did not come to its end, said precisely. */
final class Failures {

    static final String QUARANTINED = "accelerator.model.quarantined";
    static final String LOAD_AGAIN = "Correct the model or raise the time limit of a run, then load the model again.";

    /** How ONNX Runtime's allocators and the C++ library say that there is no memory. */
    private static final Pattern NO_MEMORY =
            Pattern.compile("Failed to allocate memory|bad_alloc|bad allocation|bad_array_new_length|out of memory");

    private Failures() {}

    static boolean isOutOfMemory(String reason) {
        return reason != null && NO_MEMORY.matcher(reason).find();
    }

    /** @param cause what ONNX Runtime or this machine said instead of answering */
    static UnavailableException of(String model, Throwable cause) {
        if (!(cause instanceof OrtException) || isOutOfMemory(cause.getMessage())) {
            return outOfMemory(model, cause);
        }
        return new UnavailableException("accelerator.run.failed",
                "The model " + model + " failed to run: " + cause.getMessage(), "", cause);
    }

    static UnavailableException outOfMemory(String model, Throwable cause) {
        return new UnavailableException("accelerator.memory.exhausted",
                "The model " + model + " needs more memory than is left: " + cause.getMessage(),
                "Use a smaller model, or run fewer at once.", cause);
    }

    static UnavailableException timeout(String model, Duration limit, Throwable cause) {
        return new UnavailableException("accelerator.run.timeout",
                "The model " + model + " was stopped after more than " + seconds(limit) + " s.",
                "Use a smaller model, or raise the time limit of a run.", cause);
    }

    static UnavailableException quarantined(String model, int times) {
        return new UnavailableException(QUARANTINED,
                "The model " + model + " hung " + times + " times in a row and is not run any more.",
                LOAD_AGAIN, null);
    }

    static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? Long.toString(limit.toSeconds()) : Double.toString(limit.toMillis() / 1e3);
    }
}
