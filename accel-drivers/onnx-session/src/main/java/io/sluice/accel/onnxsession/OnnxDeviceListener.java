package io.sluice.accel.onnxsession;

import io.sluice.api.error.UnavailableException;
import java.util.List;

/** Told what happens to a device as a whole, by whichever thread ran a model; must return at once. */
public interface OnnxDeviceListener {

    /** @param models names of those that hung again and again and are not run any more, whenever they change */
    void quarantined(List<String> models);

    /** The last session of a model has been closed. */
    default void unloaded(String model) {
        // Most do not count.
    }

    /** A run or a load found that the device does not answer any more. */
    default void lost(UnavailableException failure) {
        // The processor is never lost.
    }
}
