package io.sluice.accel.onnxcuda.internal;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.accel.nativelib.NativeDriver;
import io.sluice.accel.onnxsession.OnnxDevice;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.error.UnavailableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** NVIDIA's GPUs: found by NVML, numbered by CUDA, run by ONNX Runtime. */
final class CudaNative implements NativeDriver {

    private static final String ONNX = "onnx";

    private final NvmlLibrary nvml;
    private final CudaOrdinals ordinals;
    private final CudaSettings settings;
    private final String runtime;
    private final Map<String, String> uuids = new ConcurrentHashMap<>();

    /** Takes over NVML. */
    CudaNative(NvmlLibrary nvml, CudaOrdinals ordinals, CudaSettings settings) {
        this.nvml = nvml;
        this.ordinals = ordinals;
        this.settings = settings;
        runtime = OnnxDevice.runtime() + " " + settings.provider().name();
    }

    @Override
    public String runtime() {
        return runtime;
    }

    @Override
    public Set<String> present() {
        Map<String, String> found = nvml.present().stream()
                .collect(Collectors.toMap(Gpu::id, uuid -> uuid, (first, same) -> first));
        uuids.putAll(found);
        return found.keySet();
    }

    @Override
    public HostedAccelerator open(String id) {
        Gpu gpu = nvml.describe(uuid(id));
        if (gpu.mig()) {
            throw new UnavailableException("accelerator.mig.enabled",
                    "The GPU " + id + " (" + gpu.name() + ") is split into instances (MIG), which are not used.",
                    "Switch MIG off: nvidia-smi -i " + gpu.bus() + " -mig 0", null);
        }
        CudaBackend backend = new CudaBackend(id, ordinals.of(id, gpu), gpu, settings.provider());
        AcceleratorInfo info = new AcceleratorInfo(Kind.GPU, "NVIDIA", gpu.name(),
                runtime + ", NVIDIA driver " + nvml.driver(), "pci:" + gpu.bus(), Set.of(ONNX), gpu.operations(),
                gpu.memoryBytes(), settings.lanes());
        CudaAccelerator accelerator = new CudaAccelerator(backend, info, nvml, settings);
        try {
            accelerator.prove();
            return accelerator;
        } catch (RuntimeException failed) {
            accelerator.close();
            throw failed;
        }
    }

    /** Of one that was present. */
    String uuid(String id) {
        return uuids.get(id);
    }

    @Override
    public void close() {
        nvml.close();
    }
}
