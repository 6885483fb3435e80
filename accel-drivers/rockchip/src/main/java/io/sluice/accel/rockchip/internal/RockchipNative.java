package io.sluice.accel.rockchip.internal;

import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.NativeAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.accel.nativelib.VendorLibrary;
import java.util.Set;
import java.util.stream.Collectors;

/** The RKNN runtime, loaded. */
final class RockchipNative implements NativeDriver {

    private final Rknn rknn;
    private final SystemFiles files;
    private final int coreMask;

    /**
     * @param library path of the library, or its name as the loader knows it
     * @param files of the kernel
     * @param coreMask as {@code rknn_core_mask}; 0 leaves the choice to the runtime
     */
    RockchipNative(String library, SystemFiles files, int coreMask) {
        this.files = files;
        this.coreMask = coreMask;
        rknn = VendorLibrary.load(library, Rknn.class);
    }

    @Override
    public String runtime() {
        return "RKNN runtime";
    }

    @Override
    public Set<String> present() {
        return RknpuDevice.find(files).stream().map(RknpuDevice::name).collect(Collectors.toSet());
    }

    @Override
    public NativeAccelerator open(String device) {
        RknpuDevice found = RknpuDevice.find(files)
                .filter(candidate -> candidate.name().equals(device))
                .orElseThrow(() -> Failures.startFailed(device, new VendorError("open", -1, "gone meanwhile")));
        return new RknnAccelerator(rknn, found, coreMask);
    }

    @Override
    public void close() {
        // The library has no state of its own beside its contexts.
    }
}
