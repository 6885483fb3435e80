package io.sluice.accel.onnxsession;

import ai.onnxruntime.OnnxTensor;
import io.sluice.api.accel.TensorSpec;
import io.sluice.support.model.NativeMemory;
import java.nio.ByteBuffer;

/**
 * One output of a binding: written in place by the runtime, or copied after each run where the model leaves its
 * shape open.
 */
final class OutputTensor implements AutoCloseable {

    private final TensorSpec spec;
    private final boolean pinned;
    private NativeMemory memory;
    private ByteBuffer buffer;
    private long[] shape;

    OutputTensor(TensorSpec spec) {
        this.spec = spec;
        pinned = TensorSpecs.fixed(spec);
        shape = TensorSpecs.shape(spec);
        memory = NativeMemory.allocate(pinned ? TensorSpecs.bytes(shape, spec.type()) : 0);
        buffer = memory.view();
    }

    TensorSpec spec() {
        return spec;
    }

    boolean pinned() {
        return pinned;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    long[] shape() {
        return shape;
    }

    /** Copies what a run produced into memory that grows to the largest output seen. */
    void take(OnnxTensor tensor) {
        ByteBuffer values = tensor.getByteBuffer();
        shape = tensor.getInfo().getShape();
        int bytes = values.remaining();
        if (memory.view().capacity() < bytes) {
            memory.close();
            memory = NativeMemory.allocate(bytes + bytes / 2);
        }
        memory.view().put(0, values, values.position(), bytes);
        buffer = memory.view().slice(0, bytes).order(memory.view().order());
    }

    @Override
    public void close() {
        memory.close();
    }
}
