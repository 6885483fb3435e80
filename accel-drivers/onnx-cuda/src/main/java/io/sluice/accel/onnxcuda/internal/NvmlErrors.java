package io.sluice.accel.onnxcuda.internal;

import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.VendorError;
import java.util.Map;

/** {@code nvmlReturn_t} of {@code nvml.h}. */
final class NvmlErrors {

    static final int SUCCESS = 0;
    static final int UNINITIALIZED = 1;
    static final int NOT_SUPPORTED = 3;
    static final int NOT_FOUND = 6;
    static final int GPU_IS_LOST = 15;
    static final int RESET_REQUIRED = 16;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(UNINITIALIZED, "NVML_ERROR_UNINITIALIZED"),
            Map.entry(2, "NVML_ERROR_INVALID_ARGUMENT"),
            Map.entry(NOT_SUPPORTED, "NVML_ERROR_NOT_SUPPORTED"),
            Map.entry(4, "NVML_ERROR_NO_PERMISSION"),
            Map.entry(NOT_FOUND, "NVML_ERROR_NOT_FOUND"),
            Map.entry(7, "NVML_ERROR_INSUFFICIENT_SIZE"),
            Map.entry(8, "NVML_ERROR_INSUFFICIENT_POWER"),
            Map.entry(9, "NVML_ERROR_DRIVER_NOT_LOADED"),
            Map.entry(10, "NVML_ERROR_TIMEOUT"),
            Map.entry(11, "NVML_ERROR_IRQ_ISSUE"),
            Map.entry(14, "NVML_ERROR_CORRUPTED_INFOROM"),
            Map.entry(GPU_IS_LOST, "NVML_ERROR_GPU_IS_LOST"),
            Map.entry(RESET_REQUIRED, "NVML_ERROR_RESET_REQUIRED"),
            Map.entry(17, "NVML_ERROR_OPERATING_SYSTEM"),
            Map.entry(18, "NVML_ERROR_LIB_RM_VERSION_MISMATCH"),
            Map.entry(999, "NVML_ERROR_UNKNOWN"));

    private NvmlErrors() {}

    static VendorError error(String function, int code) {
        return new VendorError(function, code, NAMES.getOrDefault(code, ""));
    }

    /** Of what a device is opened by. */
    static void check(String function, int code, String device) {
        if (isLost(code)) {
            throw Failures.deviceLost(device, error(function, code));
        }
        if (code != SUCCESS) {
            throw Failures.startFailed(device, error(function, code));
        }
    }

    /** Nothing will succeed on this device, whatever is called. */
    static boolean isLost(int code) {
        return code == GPU_IS_LOST || code == RESET_REQUIRED;
    }
}
