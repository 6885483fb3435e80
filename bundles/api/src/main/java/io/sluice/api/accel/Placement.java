package io.sluice.api.accel;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Shares all accelerators of this gateway among those who run models: chooses the device, moves work when devices come, go,
 * overheat or fail. Thread-safe.
 */
@ProviderType
public interface Placement {

    /**
     * Finds a place. Loads and measures the model where that was not done before.
     * What does not fit may fit later, when another lease was given up or a device came: ask again after some seconds. A
     * user that changes from one version of a model to another places the new one first, which may take over the share of
     * the old one.
     *
     * @throws io.sluice.api.error.RejectedException when the worst case does not fit any device, with the numbers, or no
     *     device takes the model
     * @throws io.sluice.api.error.UnavailableException when there is no device at present
     */
    Lease place(Demand demand);
}
