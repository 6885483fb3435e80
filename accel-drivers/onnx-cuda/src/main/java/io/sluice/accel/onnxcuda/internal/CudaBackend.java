package io.sluice.accel.onnxcuda.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.accel.onnxsession.OnnxBackend;
import io.sluice.api.model.ModelData;

/**
 * How ONNX Runtime is set up for one GPU.
 *
 * @param id of the accelerator
 * @param ordinal CUDA's number of the GPU
 */
record CudaBackend(String id, int ordinal, Gpu gpu, Provider provider) implements OnnxBackend {

    @Override
    public String name() {
        return gpu.name();
    }

    @Override
    public void configure(SessionOptions options, ModelData model) throws OrtException {
        // What is left to the processor must not take the cores from decoding.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        provider.configure(options, ordinal, gpu, model);
    }

    @Override
    public Trouble trouble(String reason) {
        if (CudaCodes.isLost(reason)) {
            return Trouble.LOST;
        }
        return CudaCodes.isOutOfMemory(reason) ? Trouble.MEMORY : Trouble.RUN;
    }
}
