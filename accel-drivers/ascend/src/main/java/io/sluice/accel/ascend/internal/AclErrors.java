package io.sluice.accel.ascend.internal;

import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.util.Map;
import java.util.Optional;

/** What the codes of {@code acl_base.h}, {@code ge_error_codes.h} and {@code rt_error_codes.h} mean for whoever called. */
final class AclErrors {

    static final int UNINITIALIZED = 100001;
    static final int REPEAT_INITIALIZE = 100002;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(100000, "ACL_ERROR_INVALID_PARAM"),
            Map.entry(100001, "ACL_ERROR_UNINITIALIZE"),
            Map.entry(REPEAT_INITIALIZE, "ACL_ERROR_REPEAT_INITIALIZE"),
            Map.entry(100011, "ACL_ERROR_INVALID_MODEL_ID"),
            Map.entry(100012, "ACL_ERROR_DESERIALIZE_MODEL"),
            Map.entry(100013, "ACL_ERROR_PARSE_MODEL"),
            Map.entry(100014, "ACL_ERROR_READ_MODEL_FAILURE"),
            Map.entry(100015, "ACL_ERROR_MODEL_SIZE_INVALID"),
            Map.entry(107002, "ACL_ERROR_RT_CONTEXT_NULL"),
            Map.entry(107019, "ACL_ERROR_RT_WAIT_TIMEOUT"),
            Map.entry(107020, "ACL_ERROR_RT_TASK_TIMEOUT"),
            Map.entry(145000, "ACL_ERROR_GE_PARAM_INVALID"),
            Map.entry(145006, "ACL_ERROR_GE_EXEC_MODEL_DATA_SIZE_INVALID"),
            Map.entry(200000, "ACL_ERROR_BAD_ALLOC"),
            Map.entry(200002, "ACL_ERROR_INVALID_DEVICE"),
            Map.entry(207001, "ACL_ERROR_RT_MEMORY_ALLOCATION"),
            Map.entry(207004, "ACL_ERROR_RT_NO_DEVICE"),
            Map.entry(207018, "ACL_ERROR_RT_DEVIDE_OOM"),
            Map.entry(245000, "ACL_ERROR_GE_MEMORY_ALLOCATION"),
            Map.entry(300000, "ACL_ERROR_STORAGE_OVER_LIMIT"),
            Map.entry(500002, "ACL_ERROR_GE_FAILURE"),
            Map.entry(500003, "ACL_ERROR_RT_FAILURE"),
            Map.entry(500004, "ACL_ERROR_DRV_FAILURE"),
            Map.entry(507008, "ACL_ERROR_RT_SOC_VERSION"),
            Map.entry(507010, "ACL_ERROR_RT_LOST_HEARTBEAT"),
            Map.entry(507011, "ACL_ERROR_RT_MODEL_EXECUTE"),
            Map.entry(507014, "ACL_ERROR_RT_AICORE_TIMEOUT"),
            Map.entry(507015, "ACL_ERROR_RT_AICORE_EXCEPTION"),
            Map.entry(507899, "ACL_ERROR_RT_DRV_INTERNAL_ERROR"),
            Map.entry(507901, "ACL_ERROR_RT_SOCKET_CLOSE"),
            Map.entry(545000, "ACL_ERROR_GE_INTERNAL_ERROR"),
            Map.entry(545001, "ACL_ERROR_GE_LOAD_MODEL"),
            Map.entry(545002, "ACL_ERROR_GE_EXEC_LOAD_MODEL_PARTITION_FAILED"),
            Map.entry(545005, "ACL_ERROR_GE_EXEC_LOAD_KERNEL_PARTITION_FAILED"));

    private final Acl acl;

    AclErrors(Acl acl) {
        this.acl = acl;
    }

    /** @throws UnavailableException when the device cannot be used at all */
    void checkStart(String function, int code, String device) {
        if (code != 0) {
            throw Failures.startFailed(device, error(function, code));
        }
    }

    /** @throws SluiceException when loading failed */
    void checkLoad(String function, int code, String model, String device) {
        if (code != 0) {
            VendorError error = error(function, code);
            throw ofDevice(code, error, model, device).<SluiceException>map(found -> found).orElseGet(() -> switch (code) {
                case 100012, 100013, 100014, 100015, 145000, 145006, 545002 -> Failures.corrupt(model, error);
                // Kernels are compiled for one version of the chip's software.
                case 545005 -> Failures.versionUnfit(model, device, error);
                case 507008 -> Failures.chipUnfit(model, device, error);
                default -> Failures.invalid(model, error.toString());
            });
        }
    }

    /** @throws UnavailableException when running failed */
    void checkRun(String function, int code, String model, String device) {
        if (code != 0) {
            VendorError error = error(function, code);
            throw ofDevice(code, error, model, device).orElseGet(() -> Failures.runFailed(model, device, error));
        }
    }

    UnavailableException noMemory(String function, String model, String device) {
        return Failures.memoryExhausted(model, device, new VendorError(function, 0, "NULL"));
    }

    private static Optional<UnavailableException> ofDevice(int code, VendorError error, String model, String device) {
        return Optional.ofNullable(switch (code) {
            case 200000, 207001, 207018, 245000, 300000 -> Failures.memoryExhausted(model, device, error);
            case 200002, 207004, 507010, 507899, 507901 -> Failures.deviceLost(device, error);
            case 107019, 107020, 507014 -> Failures.runTimedOut(model, device, error);
            default -> null;
        });
    }

    private VendorError error(String function, int code) {
        String name = NAMES.getOrDefault(code, "");
        String text = acl.aclGetRecentErrMsg();
        String line = text == null ? "" : text.lines().map(String::strip).filter(part -> !part.isEmpty())
                .findFirst().orElse("");
        return new VendorError(function, code,
                line.isEmpty() ? name : name.isEmpty() ? line : name + ": " + line);
    }
}
