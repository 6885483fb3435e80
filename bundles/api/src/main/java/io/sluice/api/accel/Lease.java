package io.sluice.api.accel;

import io.sluice.api.model.ModelVariant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A place on an accelerator, held until closed. Where it is may change; the holder looks at {@link #generation()} between
 * two pictures and binds anew when it has changed, so that no picture is lost. Thread-safe.
 */
@ProviderType
public interface Lease extends AutoCloseable {

    /**
     * Rises whenever the place changes, or the rate granted there. Look at it before binding, or a change in between is
     * missed.
     */
    long generation();

    /**
     * Tensors for one thread, at the present place, loaded and warm. The caller closes it. Its runs are timed.
     *
     * @throws io.sluice.api.error.UnavailableException when there is no place at present; the message says why
     * @throws io.sluice.api.error.RejectedException when no device takes the model
     */
    Binding bind();

    /** The session at the present place, for its specifications; not for closing. */
    InferenceSession session();

    /** Which variant of the model is in use at the present place. */
    ModelVariant variant();

    /** Id of the accelerator at the present place. */
    String acceleratorId();

    /** Runs a second that are granted; fewer than wanted where only a slower device is left. */
    double runsPerSecond();

    /** Why it is where it is, for people, with the numbers. */
    String reason();

    /** Gives the place up. Idempotent. */
    @Override
    void close();
}
