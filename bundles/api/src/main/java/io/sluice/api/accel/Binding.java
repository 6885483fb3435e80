package io.sluice.api.accel;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One caller's tensors, allocated once and used for every run: write the inputs, run, read the outputs; nothing is copied
 * or allocated on the way. Used by one thread at a time; closed by its user, which frees the native memory.
 */
@ConsumerType
public interface Binding extends AutoCloseable {

    /** Direct memory of an input, native byte order, as long as the binding lives; in the order of the session's inputs. */
    ByteBuffer input(int index);

    /** Direct memory of an output, as {@link #input(int)}; holds the latest run's values. */
    ByteBuffer output(int index);

    /** Shape of an output after the latest run; equals the specification where that is fixed. */
    long[] outputShape(int index);

    /**
     * Runs the model on the inputs as they are now.
     *
     * @throws io.sluice.api.error.UnavailableException when the device or session has gone or the run failed
     */
    void run();

    /** Idempotent. */
    @Override
    void close();
}
