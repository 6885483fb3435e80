package io.sluice.api.accel;

import io.sluice.api.error.RejectedException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A loaded model. Shared by any number of callers, each through a {@link Binding} of its own. Thread-safe. */
@ConsumerType
public interface InferenceSession extends AutoCloseable {

    List<TensorSpec> inputs();

    List<TensorSpec> outputs();

    /**
     * Allocates input and output tensors for one caller.
     *
     * @throws io.sluice.api.error.RejectedException when an input's shape is not fixed
     */
    Binding bind();

    /**
     * Allocates tensors that hold several pictures for each run: the first dimension of each input and each output is that many, and
     * each picture has an equal part of each tensor, in order. Of one picture it is {@link #bind()}, which takes a first
     * dimension that the model leaves open as 1.
     *
     * @param pictures at least 1
     * @throws RejectedException when the model cannot: its first dimension is fixed, or one of its outputs does not go by
     *     pictures
     * @throws io.sluice.api.error.UnavailableException when there is no memory for so many
     */
    default Binding bind(int pictures) {
        if (pictures < 1) {
            throw new IllegalArgumentException("pictures: " + pictures);
        }
        if (pictures == 1) {
            return bind();
        }
        throw new RejectedException("accelerator.batch.unsupported",
                "The model cannot be run with " + pictures + " pictures at once on this accelerator.",
                "Run one picture at a time, or import the model with a free first dimension.", null);
    }

    /** Frees the model once no run is in flight; bindings cannot run any more. Idempotent. */
    @Override
    void close();
}
