package io.sluice.accel.ascend.internal;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.NativeAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.Releases;
import io.sluice.accel.nativelib.SharedHandle;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.api.accel.AcceleratorInfo;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** AscendCL, loaded and initialised. It is finalised with the last of its devices. */
final class AscendNative implements NativeDriver {

    private static final int MOST_DEVICES = 64;

    private final Acl acl;
    private final AclLoad load;
    private final AclErrors errors;
    private final SharedHandle process;
    private final String runtime;

    /** @param library path of the library, or its name as the loader knows it */
    AscendNative(String library) {
        acl = VendorLibrary.load(library, Acl.class);
        load = AclLoad.of(library);
        errors = new AclErrors(acl);
        int code = acl.aclInit(null);
        // Somebody else of this process has it initialised already, and will finalise it.
        boolean ours = code != AclErrors.REPEAT_INITIALIZE;
        if (ours) {
            errors.checkStart("aclInit", code, "Ascend");
        }
        process = new SharedHandle(() -> {
            if (ours) {
                acl.aclFinalize();
            }
        });
        runtime = "AscendCL " + version();
    }

    @Override
    public String runtime() {
        return runtime;
    }

    /**
     * Numbers of the devices, as text. No device is an error of the library's, not of the gateway's. When whoever had the
     * library initialised has finalised it, as the revision of this driver before an update does at its end, this is to be
     * made anew.
     */
    @Override
    public Set<String> present() {
        IntByReference count = new IntByReference();
        int code = acl.aclrtGetDeviceCount(count);
        if (code == AclErrors.UNINITIALIZED) {
            errors.checkStart("aclrtGetDeviceCount", code, "Ascend");
        }
        if (code != 0) {
            return Set.of();
        }
        return IntStream.range(0, Math.min(count.getValue(), MOST_DEVICES))
                .mapToObj(String::valueOf)
                .collect(Collectors.toSet());
    }

    @Override
    public NativeAccelerator open(String device) {
        if (!process.acquire()) {
            throw Failures.startFailed(device, new VendorError("open", -1, "the driver is closed"));
        }
        Releases releases = new Releases();
        releases.add(process::release);
        try {
            return open(Integer.parseInt(device), releases);
        } catch (RuntimeException | Error failed) {
            releases.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private NativeAccelerator open(int number, Releases releases) {
        String id = "ascend-" + number;
        errors.checkStart("aclrtSetDevice", acl.aclrtSetDevice(number), id);
        releases.add(() -> acl.aclrtResetDevice(number));
        PointerByReference created = new PointerByReference();
        errors.checkStart("aclrtCreateContext", acl.aclrtCreateContext(created, number), id);
        AclContext context = new AclContext(acl, created.getValue());
        releases.add(() -> acl.aclrtDestroyContext(context.pointer()));
        LongByReference free = new LongByReference();
        LongByReference total = new LongByReference();
        long memory = AclAccelerator.memory(acl, free, total) ? total.getValue() : 0;
        AcceleratorInfo info = new AcceleratorInfo(AcceleratorInfo.Kind.NPU, "Huawei", chip(), runtime,
                "ascend:" + number, Set.of("om"), Map.of(), memory, 1);
        return new AclAccelerator(number, info, acl, load, context, releases);
    }

    private String chip() {
        String name = acl.aclrtGetSocName();
        return name == null || name.isBlank() ? "Ascend" : name;
    }

    private String version() {
        IntByReference major = new IntByReference();
        IntByReference minor = new IntByReference();
        IntByReference patch = new IntByReference();
        return acl.aclrtGetVersion(major, minor, patch) == 0
                ? major.getValue() + "." + minor.getValue() + "." + patch.getValue()
                : "of unknown version";
    }
}
