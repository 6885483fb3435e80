package io.sluice.accel.onnxcuda.internal;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * NVIDIA's management library {@code libnvidia-ml.so.1}, which comes with the kernel's driver: the functions in use, as {@code nvml.h}
 * of CUDA 12 declares them. All may be called by any thread, and give a code of {@link NvmlErrors}.
 */
interface Nvml extends Library {

    /** {@code NVML_TEMPERATURE_GPU}. */
    int TEMPERATURE_GPU = 0;
    /** {@code NVML_CLOCK_SM}. */
    int CLOCK_SM = 1;
    /** Longest name or UUID with its end, {@code NVML_DEVICE_NAME_V2_BUFFER_SIZE}. */
    int TEXT_BYTES = 96;

    /** Each call wants a shutdown. */
    int nvmlInit_v2();

    int nvmlShutdown();

    /** Text of a code; not to be freed. */
    String nvmlErrorString(int code);

    int nvmlSystemGetDriverVersion(byte[] text, int bytes);

    /** As 1000 * major + 10 * minor. */
    int nvmlSystemGetCudaDriverVersion_v2(IntByReference version);

    int nvmlDeviceGetCount_v2(IntByReference count);

    /** The handle is valid until the shutdown. */
    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device);

    int nvmlDeviceGetName(Pointer device, byte[] text, int bytes);

    int nvmlDeviceGetUUID(Pointer device, byte[] text, int bytes);

    int nvmlDeviceGetPciInfo_v3(Pointer device, NvmlStructs.PciInfo info);

    int nvmlDeviceGetMemoryInfo(Pointer device, NvmlStructs.Memory memory);

    int nvmlDeviceGetUtilizationRates(Pointer device, NvmlStructs.Utilisation rates);

    int nvmlDeviceGetTemperature(Pointer device, int sensor, IntByReference celsius);

    /** A set of bits. */
    int nvmlDeviceGetCurrentClocksThrottleReasons(Pointer device, LongByReference reasons);

    int nvmlDeviceGetCudaComputeCapability(Pointer device, IntByReference major, IntByReference minor);

    int nvmlDeviceGetNumGpuCores(Pointer device, IntByReference cores);

    int nvmlDeviceGetMaxClockInfo(Pointer device, int clock, IntByReference megahertz);

    /** 1 where the GPU is split into instances. */
    int nvmlDeviceGetMigMode(Pointer device, IntByReference current, IntByReference pending);
}
