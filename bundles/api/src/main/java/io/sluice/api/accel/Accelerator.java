package io.sluice.api.accel;

import io.sluice.api.model.ModelData;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device that runs models, as a service with property {@link #ID}; the service provider interface of drivers.
 * Thread-safe. Reference it dynamically: when it goes, its sessions are closed after the runs in flight. A driver that finds
 * no device offers no service; one with several devices offers a service each.
 */
@ConsumerType
public interface Accelerator {

    /** Service property: the accelerator's id, such as {@code cpu-0}. */
    String ID = "accelerator.id";

    String id();

    /** What the device is; does not change while the service lives. */
    AcceleratorInfo info();

    /** How the device is at this moment. Takes no longer than a few milliseconds; never throws. */
    AcceleratorReadings readings();

    /**
     * Loads a model. Costly: milliseconds to seconds.
     *
     * @param model in one of the formats of {@link AcceleratorInfo#formats()}
     * @throws io.sluice.api.error.RejectedException when the model is missing, corrupt or not for this device
     * @throws io.sluice.api.error.UnavailableException when the device has gone or its memory does not suffice
     */
    InferenceSession load(ModelData model);

    /**
     * Gives another chance to all models that are not run any more because they hung or crashed again and again. Does nothing
     * where there are none. Returns at once; never throws.
     */
    default void releaseQuarantine() {
        // A driver that never refuses a model for what it did has nobody to release.
    }
}
