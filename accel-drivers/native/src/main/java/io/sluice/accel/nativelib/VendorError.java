package io.sluice.accel.nativelib;

/**
 * What a vendor's function answered.
 *
 * @param function that was called
 * @param code it returned
 * @param name of the code in the vendor's header; empty where it has none
 */
public record VendorError(String function, long code, String name) {

    /** As in {@code rknn_run returned -3 (RKNN_ERR_DEVICE_UNAVAILABLE)}. */
    @Override
    public String toString() {
        return function + " returned " + code + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
