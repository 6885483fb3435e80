package io.sluice.accel.onnxcuda.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.sluice.api.model.ModelData;
import java.nio.file.Path;
import java.util.Optional;

/**
 * ONNX Runtime's TensorRT execution provider, with CUDA for what TensorRT does not take.
 *
 * @param cuda comes after it
 * @param engines where engines are kept
 * @param float16 whether TensorRT may compute in it
 * @param int8 whether TensorRT may compute in it, for models that are quantised
 */
record TensorRtProvider(CudaProvider cuda, EngineFolder engines, boolean float16, boolean int8) implements Provider {

    @Override
    public String name() {
        return "TensorRT";
    }

    @Override
    public void configure(SessionOptions options, int ordinal, Gpu gpu, ModelData model) throws OrtException {
        try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions(ordinal)) {
            tensorRt.add("trt_fp16_enable", flag(float16));
            tensorRt.add("trt_int8_enable", flag(int8));
            Optional<Path> folder = engines.of(model, gpu);
            if (folder.isPresent()) {
                tensorRt.add("trt_engine_cache_enable", flag(true));
                tensorRt.add("trt_engine_cache_path", folder.get().toString());
                tensorRt.add("trt_timing_cache_enable", flag(true));
                tensorRt.add("trt_timing_cache_path", folder.get().toString());
            }
            if (cuda.memoryBytes() > 0) {
                tensorRt.add("trt_max_workspace_size", Long.toString(cuda.memoryBytes()));
            }
            options.addTensorrt(tensorRt);
        }
        cuda.configure(options, ordinal, gpu, model);
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }
}
