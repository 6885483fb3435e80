package io.sluice.bench.overhead;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;

/** A model on the processor through the accelerators' interface, ready to run. */
record OneModel(OnnxCpu cpu, InferenceSession session, Binding binding) implements AutoCloseable {

    static OneModel load(Path model) {
        OnnxCpu cpu = new OnnxCpu();
        InferenceSession session = cpu.load(FileModel.onnx(model));
        return new OneModel(cpu, session, session.bind());
    }

    @Override
    public void close() {
        binding.close();
        session.close();
        cpu.close();
    }
}
