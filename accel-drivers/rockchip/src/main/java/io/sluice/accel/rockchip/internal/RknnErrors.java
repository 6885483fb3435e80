package io.sluice.accel.rockchip.internal;

import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.api.error.SluiceException;
import java.util.List;

/** What the codes of {@code rknn_api.h} mean for whoever called. */
final class RknnErrors {

    private static final int TIMEOUT = -2;
    private static final int DEVICE_UNAVAILABLE = -3;
    private static final int MALLOC_FAIL = -4;
    private static final int MODEL_INVALID = -6;
    private static final int DEVICE_UNMATCH = -10;
    private static final int INCOMPATIBLE_PRE_COMPILE_MODEL = -11;
    private static final int INCOMPATIBLE_OPTIMIZATION_LEVEL = -12;
    private static final int TARGET_PLATFORM_UNMATCH = -13;

    /** By minus the code; the spelling is the header's. */
    private static final List<String> NAMES = List.of("RKNN_SUCC", "RKNN_ERR_FAIL", "RKNN_ERR_TIMEOUT",
            "RKNN_ERR_DEVICE_UNAVAILABLE", "RKNN_ERR_MALLOC_FAIL", "RKNN_ERR_PARAM_INVALID", "RKNN_ERR_MODEL_INVALID",
            "RKNN_ERR_CTX_INVALID", "RKNN_ERR_INPUT_INVALID", "RKNN_ERR_OUTPUT_INVALID", "RKNN_ERR_DEVICE_UNMATCH",
            "RKNN_ERR_INCOMPATILE_PRE_COMPILE_MODEL", "RKNN_ERR_INCOMPATILE_OPTIMIZATION_LEVEL_VERSION",
            "RKNN_ERR_TARGET_PLATFORM_UNMATCH");

    private RknnErrors() {}

    /** @throws SluiceException when loading failed */
    static void checkLoad(String function, int code, String model, String device) {
        if (code < 0) {
            VendorError error = error(function, code);
            throw switch (code) {
                case MODEL_INVALID -> Failures.corrupt(model, error);
                case DEVICE_UNMATCH, INCOMPATIBLE_PRE_COMPILE_MODEL, INCOMPATIBLE_OPTIMIZATION_LEVEL ->
                        Failures.versionUnfit(model, device, error);
                case TARGET_PLATFORM_UNMATCH -> Failures.chipUnfit(model, device, error);
                case TIMEOUT, DEVICE_UNAVAILABLE, MALLOC_FAIL -> ofDevice(error, model, device);
                default -> Failures.invalid(model, error.toString());
            };
        }
    }

    /** @throws SluiceException when running failed */
    static void checkRun(String function, int code, String model, String device) {
        if (code < 0) {
            throw ofDevice(error(function, code), model, device);
        }
    }

    private static SluiceException ofDevice(VendorError error, String model, String device) {
        return switch ((int) error.code()) {
            case TIMEOUT -> Failures.runTimedOut(model, device, error);
            case DEVICE_UNAVAILABLE -> Failures.deviceLost(device, error);
            case MALLOC_FAIL -> Failures.memoryExhausted(model, device, error);
            default -> Failures.runFailed(model, device, error);
        };
    }

    private static VendorError error(String function, int code) {
        return new VendorError(function, code, -code < NAMES.size() ? NAMES.get(-code) : "");
    }
}
