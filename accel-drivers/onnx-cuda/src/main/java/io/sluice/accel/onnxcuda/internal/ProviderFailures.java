package io.sluice.accel.onnxcuda.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why ONNX Runtime does not come onto a GPU, in the gateway's terms. */
final class ProviderFailures {

    /** Of the build for processors, which has no such provider. */
    private static final Pattern NO_PROVIDER = Pattern.compile("Failed to find (CUDA|TensorRT) shared provider");
    /** As in {@code ... libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: ...}. */
    private static final Pattern NO_LIBRARY = Pattern.compile("Failed to load library (\\S+) with error: ([^\\n]*)");
    private static final Pattern NO_CUDNN = Pattern.compile("cuDNN is (not available|unavailable)[^\\n]*");

    private ProviderFailures() {}

    /** Of a self-test that did not come to its end. */
    static UnavailableException of(String id, SluiceException failed) {
        String reason = String.valueOf(failed.getMessage());
        Matcher library = NO_LIBRARY.matcher(reason);
        if (library.find()) {
            return incomplete(library.group(2), failed);
        }
        Matcher cudnn = NO_CUDNN.matcher(reason);
        if (cudnn.find()) {
            return incomplete(cudnn.group(), failed);
        }
        if (NO_PROVIDER.matcher(reason).find()) {
            return runtimeMissing("ONNX Runtime has no provider for it", failed);
        }
        return SelfTest.failed(id, reason.replaceFirst("\\.+$", ""), failed);
    }

    /** @param reason why the build for GPUs does not run */
    static UnavailableException runtimeMissing(String reason, Throwable cause) {
        return new UnavailableException("accelerator.runtime.missing",
                "ONNX Runtime runs in its build for processors only: " + reason + ".",
                "Run 'sluice-gateway cuda fetch' with the gateway's data folder, then start the gateway again.", cause);
    }

    private static UnavailableException incomplete(String reason, Throwable cause) {
        return new UnavailableException("accelerator.runtime.incomplete",
                "ONNX Runtime cannot use NVIDIA's libraries: " + reason + ".",
                "Install the libraries of CUDA 12 and cuDNN 9, for TensorRT those of TensorRT 10 too, where the loader finds"
                        + " them.", cause);
    }
}
