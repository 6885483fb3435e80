package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors over memory of ours, which ONNX Runtime reads and writes in place. Only an output whose shape the model
 * leaves open is allocated by the runtime on each run and copied, because its size is not known before.
 */
final class OnnxBinding implements Binding {

    private final OnnxSession session;
    private final List<NativeMemory> inputs = new ArrayList<>();
    private final List<OutputTensor> outputs = new ArrayList<>();
    private final Map<String, OnnxTensor> inputTensors = new HashMap<>();
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final Set<String> unpinned = new HashSet<>();
    private boolean closed;

    OnnxBinding(OnnxSession session, OrtEnvironment environment) {
        this.session = session;
        try {
            for (TensorSpec spec : session.inputs()) {
                NativeMemory memory = NativeMemory.allocate(TensorSpecs.bytes(TensorSpecs.shape(spec), spec.type()));
                inputs.add(memory);
                inputTensors.put(spec.name(), tensor(environment, spec, memory.view()));
            }
            for (TensorSpec spec : session.outputs()) {
                OutputTensor output = new OutputTensor(spec);
                outputs.add(output);
                if (output.pinned()) {
                    pinned.put(spec.name(), tensor(environment, spec, output.buffer()));
                } else {
                    unpinned.add(spec.name());
                }
            }
        } catch (OrtException error) {
            close();
            throw failure("cannot be bound", error);
        } catch (RuntimeException | OutOfMemoryError error) {
            close();
            throw error;
        }
    }

    @Override
    public ByteBuffer input(int index) {
        return inputs.get(index).view();
    }

    @Override
    public ByteBuffer output(int index) {
        return outputs.get(index).buffer();
    }

    @Override
    public long[] outputShape(int index) {
        return outputs.get(index).shape().clone();
    }

    @Override
    public void run() {
        long stamp = session.enter();
        try {
            if (closed) {
                throw new UnavailableException("accelerator.binding.closed", "The binding is closed.", "", null);
            }
            try (OrtSession.Result result = session.runtime().run(inputTensors, unpinned, pinned)) {
                if (!unpinned.isEmpty()) {
                    copy(result);
                }
            }
        } catch (OrtException error) {
            throw failure("failed to run", error);
        } finally {
            session.leave(stamp);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        inputTensors.values().forEach(OnnxTensor::close);
        pinned.values().forEach(OnnxTensor::close);
        inputs.forEach(NativeMemory::close);
        outputs.forEach(OutputTensor::close);
    }

    private static OnnxTensor tensor(OrtEnvironment environment, TensorSpec spec, ByteBuffer memory)
            throws OrtException {
        return OnnxTensor.createTensor(
                environment, memory, TensorSpecs.shape(spec), TensorSpecs.javaType(spec.type()));
    }

    private void copy(OrtSession.Result result) {
        for (OutputTensor output : outputs) {
            if (!output.pinned()) {
                output.take((OnnxTensor) result.get(output.spec().name()).orElseThrow());
            }
        }
    }

    private UnavailableException failure(String what, OrtException error) {
        return new UnavailableException("accelerator.run.failed",
                "The model " + session.name() + " " + what + ": " + error.getMessage(), "", error);
    }
}
