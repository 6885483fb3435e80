package io.sluice.accel.onnxcuda.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.api.model.ModelData;

/** What brings ONNX Runtime onto a GPU. Thread-safe. */
interface Provider {

    /** Within a name: {@code CUDA}. */
    String name();

    /**
     * @param ordinal CUDA's number of the GPU
     * @param gpu which one it is
     */
    void configure(SessionOptions options, int ordinal, Gpu gpu, ModelData model) throws OrtException;
}
