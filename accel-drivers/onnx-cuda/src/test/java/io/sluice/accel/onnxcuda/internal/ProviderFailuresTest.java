package io.sluice.accel.onnxcuda.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import org.junit.jupiter.api.Test;

/** The words of onnxruntime_gpu 1.29.0, and what becomes of them. */
class ProviderFailuresTest {

    @Test
    void aMissingLibraryOfNvidiasIsNamed() {
        UnavailableException failure = of("ONNX Runtime refuses the model self-test: /onnxruntime_src/onnxruntime/core/session/"
                + "provider_bridge_ort.cc:1988 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1"
                + " : FAIL : Failed to load library /data/runtimes/onnxruntime-gpu-1.29.0/libonnxruntime_providers_cuda.so with"
                + " error: libcublasLt.so.12: cannot open shared object file: No such file or directory");
        assertEquals("accelerator.runtime.incomplete", failure.code());
        assertEquals("ONNX Runtime cannot use NVIDIA's libraries: libcublasLt.so.12: cannot open shared object file: No such"
                + " file or directory.", failure.getMessage());
        assertTrue(failure.remedy().contains("CUDA 12"), failure.remedy());
    }

    @Test
    void cudnnIsLoadedLaterAndMissedAllTheSame() {
        UnavailableException failure = of("The model self-test failed to run: cuDNN is not available. Install cuDNN, update the"
                + " system library search path, or set enable_cudnn=0 to force native CUDA paths where available.");
        assertEquals("accelerator.runtime.incomplete", failure.code());
        assertTrue(failure.getMessage().contains("cuDNN is not available"), failure.getMessage());
    }

    @Test
    void aBuildWithoutTheProviderIsTheWrongOne() {
        assertEquals("accelerator.runtime.missing", of("Failed to find TensorRT shared provider").code());
    }

    @Test
    void allElseIsTheGpus() {
        assertEquals("accelerator.selftest.failed", of("CUDA failure 209: no kernel image is available").code());
    }

    @Test
    void whatEndsAllCudaInThisProcessIsToldFromWhatEndsOneRun() {
        assertTrue(CudaCodes.isLost(NvidiaStandIn.cudaFailure(719, "unspecified launch failure")));
        assertTrue(CudaCodes.isLost(NvidiaStandIn.cudaFailure(100, "no CUDA-capable device is detected")));
        assertFalse(CudaCodes.isLost(NvidiaStandIn.cudaFailure(2, "out of memory")));
        assertTrue(CudaCodes.isOutOfMemory(NvidiaStandIn.cudaFailure(2, "out of memory")));
        assertFalse(CudaCodes.isLost("CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED"));
        assertFalse(CudaCodes.isLost("no failure at all, 700 times"));
    }

    private static UnavailableException of(String words) {
        return ProviderFailures.of("cuda-1", new RejectedException("model.invalid", words, "", null));
    }
}
