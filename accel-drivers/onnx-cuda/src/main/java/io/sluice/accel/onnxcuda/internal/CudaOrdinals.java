package io.sluice.accel.onnxcuda.internal;

import com.sun.jna.ptr.IntByReference;
import io.sluice.accel.nativelib.Failures;
import io.sluice.accel.nativelib.VendorError;
import io.sluice.accel.nativelib.VendorLibrary;

/** By which number CUDA, and with it ONNX Runtime, knows a GPU. Thread-safe. */
final class CudaOrdinals {

    private final String library;

    /** @param library path, or name as the loader knows it */
    CudaOrdinals(String library) {
        this.library = library;
    }

    /**
     * @param id of the accelerator, for messages
     * @throws io.sluice.api.error.UnavailableException when CUDA cannot be used, or does not know the GPU
     */
    int of(String id, Gpu gpu) {
        CudaDriverApi cuda = VendorLibrary.load(library, CudaDriverApi.class);
        check("cuInit", cuda.cuInit(0), id);
        IntByReference device = new IntByReference();
        check("cuDeviceGetByPCIBusId", cuda.cuDeviceGetByPCIBusId(device, gpu.bus()), id);
        return device.getValue();
    }

    private static void check(String function, int code, String id) {
        if (code != CudaDriverApi.SUCCESS) {
            throw Failures.startFailed(id, new VendorError(function, code, CudaCodes.name(code)));
        }
    }
}
