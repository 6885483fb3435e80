package io.sluice.accel.onnxsession;

import ai.onnxruntime.OnnxTensor;
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
 * leaves open is allocated by the runtime on each run and copied, because its size is not known before. The caller's
 * thread does the work, once it is its turn.
 */
final class OnnxBinding implements Binding {

    /** So many time limits a run waits for its turn: a lane that hangs comes free after one. */
    private static final long PATIENCE = 4;

    private final OnnxSession session;
    private final Device device;
    private final RunGuard guard;
    private final List<NativeMemory> inputs = new ArrayList<>();
    private final List<OutputTensor> outputs = new ArrayList<>();
    private final Map<String, OnnxTensor> inputTensors = new HashMap<>();
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final Set<String> unpinned = new HashSet<>();
    private final Lanes.Turn turn = new Lanes.Turn() {
        @Override
        void run() {
            runInTurn();
        }
    };
    private boolean closed;

    OnnxBinding(OnnxSession session, Device device) {
        this.session = session;
        this.device = device;
        try {
            guard = device.watchdog().guard();
        } catch (OrtException error) {
            throw device.failures().of(session.name(), error);
        }
        try {
            allocate();
        } catch (OrtException error) {
            close();
            throw device.failures().of(session.name(), error);
        } catch (ArithmeticException large) {
            close();
            throw Rejections.tooLarge(session.name(), large);
        } catch (OutOfMemoryError error) {
            close();
            throw Failures.outOfMemory(session.name(), error);
        }
    }

    private void allocate() throws OrtException {
        for (TensorSpec spec : session.inputs()) {
            NativeMemory memory = NativeMemory.allocate(TensorSpecs.bytes(TensorSpecs.shape(spec), spec.type()));
            inputs.add(memory);
            inputTensors.put(spec.name(), tensor(spec, memory.view()));
        }
        for (TensorSpec spec : session.outputs()) {
            OutputTensor output = new OutputTensor(spec);
            outputs.add(output);
            if (output.pinned()) {
                pinned.put(spec.name(), tensor(spec, output.buffer()));
            } else {
                unpinned.add(spec.name());
            }
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
        if (closed) {
            throw new UnavailableException("accelerator.binding.closed", "The binding is closed.", "", null);
        }
        device.lanes().run(turn, PATIENCE * device.watchdog().limitNanos());
    }

    private void runInTurn() {
        long stamp = session.enter();
        try {
            runNow();
        } finally {
            session.leave(stamp);
        }
    }

    private void runNow() {
        Throwable failure = null;
        guard.begin();
        try (OrtSession.Result result = session.runtime().run(inputTensors, unpinned, pinned, guard.options())) {
            if (!unpinned.isEmpty()) {
                copy(result);
            }
        } catch (OrtException | ArithmeticException | OutOfMemoryError error) {
            failure = error;
        }
        boolean stopped = guard.end();
        if (failure == null) {
            session.ended();
        } else if (stopped) {
            session.stopped();
            throw Failures.timeout(session.name(), device.watchdog().limit(), failure);
        } else {
            throw device.failures().of(session.name(), failure);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        device.watchdog().release(guard);
        inputTensors.values().forEach(OnnxTensor::close);
        pinned.values().forEach(OnnxTensor::close);
        inputs.forEach(NativeMemory::close);
        outputs.forEach(OutputTensor::close);
    }

    private OnnxTensor tensor(TensorSpec spec, ByteBuffer memory) throws OrtException {
        return OnnxTensor.createTensor(
                device.environment(), memory, TensorSpecs.shape(spec), TensorSpecs.javaType(spec.type()));
    }

    private void copy(OrtSession.Result result) {
        for (OutputTensor output : outputs) {
            if (!output.pinned()) {
                output.take((OnnxTensor) result.get(output.spec().name()).orElseThrow());
            }
        }
    }
}
