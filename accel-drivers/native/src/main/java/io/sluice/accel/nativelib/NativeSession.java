package io.sluice.accel.nativelib;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.util.List;

/**
 * A model in a vendor's library. It is unloaded once it is closed, no run is in flight and all bindings are closed: their
 * memory belongs to it.
 */
public abstract class NativeSession implements InferenceSession {

    private final NativeAccelerator accelerator;
    private final String model;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final SharedHandle handle;
    private volatile boolean closed;

    /**
     * @param model name of the model, for messages
     * @param releases gives back all that this session took
     */
    protected NativeSession(NativeAccelerator accelerator, String model, List<TensorSpec> inputs,
            List<TensorSpec> outputs, Releases releases) {
        this.accelerator = accelerator;
        this.model = model;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.inputs.forEach(this::checkSize);
        this.outputs.forEach(this::checkSize);
        handle = new SharedHandle(() -> {
            releases.close();
            accelerator.leave();
        });
    }

    /** Makes tensors; what it took is given back by {@code releases} if it fails, and when the binding is closed. */
    protected abstract NativeBinding bind(Releases releases);

    public final NativeAccelerator accelerator() {
        return accelerator;
    }

    /** Name of the model, for messages. */
    public final String model() {
        return model;
    }

    @Override
    public final List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public final List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public final Binding bind() {
        inputs.stream().filter(input -> !Tensors.fixed(input)).findFirst().ifPresent(open -> {
            throw Failures.shapeOpen(model, open.name(), open.shape().toString());
        });
        enter();
        Releases releases = new Releases();
        try {
            return bind(releases);
        } catch (RuntimeException | Error failed) {
            releases.close();
            leave();
            if (failed instanceof UnavailableException unavailable) {
                accelerator.noteFailure(unavailable);
            }
            if (failed instanceof OutOfMemoryError exhausted) {
                throw Failures.hostMemoryExhausted(model, exhausted);
            }
            throw failed;
        }
    }

    /** What a buffer can hold, and what it is aligned by. */
    private void checkSize(TensorSpec tensor) {
        try {
            if (!Tensors.fixed(tensor) || Tensors.bytes(tensor) < Integer.MAX_VALUE - 1024) {
                return;
            }
        } catch (ArithmeticException endless) {
            // As below: more than any memory holds.
        }
        throw Failures.tooLarge(model, tensor.name(), tensor.shape().toString());
    }

    /** Returns at once; the last run or binding unloads the model. */
    @Override
    public final void close() {
        closed = true;
        accelerator.forget(this);
        handle.close();
    }

    /** @throws io.sluice.api.error.UnavailableException when it is closed */
    void enter() {
        if (closed || !handle.acquire()) {
            throw Failures.sessionClosed(model);
        }
    }

    void leave() {
        handle.release();
    }
}
