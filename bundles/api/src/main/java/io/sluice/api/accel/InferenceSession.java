package io.sluice.api.accel;

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

    /** Frees the model once no run is in flight; bindings cannot run any more. Idempotent. */
    @Override
    void close();
}
