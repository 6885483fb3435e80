package io.sluice.api.accel;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device that runs models, as a service with property {@link #ID}. Thread-safe. Reference it dynamically: when it goes,
 * its sessions are closed after the runs in flight.
 */
@ConsumerType
public interface Accelerator {

    /** Service property: the accelerator's id, such as {@code cpu-0}. */
    String ID = "accelerator.id";

    String id();

    /** Maker and model of the chip, for people. */
    String description();

    /**
     * Loads a model. Costly: milliseconds to seconds.
     *
     * @throws io.sluice.api.error.RejectedException when the file is missing, corrupt or not for this device
     */
    InferenceSession load(Path model);
}
