package io.sluice.accel.onnxcuda.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.sluice.api.model.ModelData;

/**
 * ONNX Runtime's CUDA execution provider.
 *
 * @param memoryBytes most of the GPU's memory that a model takes for its tensors; 0 for whatever there is
 */
record CudaProvider(long memoryBytes) implements Provider {

    @Override
    public String name() {
        return "CUDA";
    }

    @Override
    public void configure(SessionOptions options, int ordinal, Gpu gpu, ModelData model) throws OrtException {
        if (model instanceof SelfTest) {
            // Else whatever the GPU does not run would run on the processor, unnoticed.
            options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
        }
        // By options rather than by addCUDA(ordinal), which does not say which library is missing.
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(ordinal)) {
            // Doubling instead would take a large part of the memory that other models want.
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            // Trying out all algorithms makes the first run of each model last for seconds, with memory for each trial.
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            if (memoryBytes > 0) {
                cuda.add("gpu_mem_limit", Long.toString(memoryBytes));
            }
            options.addCUDA(cuda);
        }
    }
}
