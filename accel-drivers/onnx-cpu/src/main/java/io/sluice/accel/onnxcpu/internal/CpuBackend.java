package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.accel.onnxsession.OnnxBackend;
import io.sluice.api.model.ModelData;

/** How ONNX Runtime is set up for the processor. */
final class CpuBackend implements OnnxBackend {

    @Override
    public String id() {
        return OnnxCpu.CPU_0;
    }

    @Override
    public String name() {
        return "the processor";
    }

    @Override
    public void configure(SessionOptions options, ModelData model) throws OrtException {
        // Concurrent callers with one thread each do twice the runs of one caller with two.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // ONNX Runtime's memory pattern stays on: 1 to 2 % of a run of 2 ms, for 6 to 9 MB a model. Runs beyond the
        // lanes wait, so it is not had for every stream.
    }
}
