package io.sluice.accel.onnxcuda.internal;

import com.sun.jna.Library;
import com.sun.jna.ptr.IntByReference;

/** NVIDIA's {@code libcuda.so.1}, which comes with the kernel's driver: the functions in use, as {@code cuda.h} declares them. */
interface CudaDriverApi extends Library {

    int SUCCESS = 0;

    int cuInit(int flags);

    /** CUDA numbers the fastest first, NVML by slots, and some may be hidden from CUDA: the bus tells which is which. */
    int cuDeviceGetByPCIBusId(IntByReference device, String bus);
}
