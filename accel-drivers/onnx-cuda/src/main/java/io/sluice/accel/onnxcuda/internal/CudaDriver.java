package io.sluice.accel.onnxcuda.internal;

import io.sluice.accel.nativelib.DriverHost;
import io.sluice.api.natives.NativeLibrary;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Offers NVIDIA's GPUs as accelerators. Whoever has this bundle asked for them: it is a fault when they cannot be had. Every change of
 * its configuration starts it anew.
 */
@Component(service = {}, immediate = true, name = CudaDriver.PID)
@Designate(ocd = CudaConfig.class)
public final class CudaDriver {

    static final String PID = "io.sluice.accel.onnxcuda";

    static final String NVML = "libnvidia-ml.so.1";
    static final String CUDA = "libcuda.so.1";

    private final DriverHost host;

    /**
     * @param jna only to come after it, and go before it
     * @param onnxRuntime with the properties of its service, which say which build it is
     */
    @Activate
    public CudaDriver(
            BundleContext context,
            CudaConfig config,
            @Reference(target = "(" + NativeLibrary.NAME + "=jna)") NativeLibrary jna,
            @Reference(target = "(" + NativeLibrary.NAME + "=onnxruntime)")
                    Map.Entry<Map<String, Object>, NativeLibrary> onnxRuntime) {
        String library = config.library().isBlank() ? NVML : config.library();
        CudaSettings settings = settings(config, engines(context), onnxRuntime.getValue().version());
        Map<String, Object> build = onnxRuntime.getKey();
        host = new DriverHost(context, "cuda", true, () -> load(library, settings, build),
                Duration.ofSeconds(Math.max(1, config.look_seconds())));
    }

    @Deactivate
    void deactivate() {
        host.close();
    }

    /** @param build properties of ONNX Runtime's service */
    static CudaNative load(String library, CudaSettings settings, Map<String, Object> build) {
        NvmlLibrary nvml = new NvmlLibrary(library);
        if (!"cuda".equals(build.get(NativeLibrary.BUILD))) {
            nvml.close();
            throw ProviderFailures.runtimeMissing(
                    String.valueOf(build.getOrDefault(NativeLibrary.FAULT, "no feature asks for the other one")), null);
        }
        return new CudaNative(nvml, new CudaOrdinals(CUDA), settings);
    }

    static CudaSettings settings(CudaConfig config, Path engines, String runtime) {
        CudaProvider cuda = new CudaProvider((long) Math.max(0, config.memory_limit_mib()) << 20);
        Provider provider = config.provider().equals("tensorrt")
                ? new TensorRtProvider(cuda, new EngineFolder(engines, runtime), config.tensorrt_float16(),
                        config.tensorrt_int8())
                : cuda;
        return new CudaSettings(provider, Math.max(1, config.lanes()),
                Duration.ofSeconds(Math.max(1, config.run_limit_seconds())));
    }

    private static Path engines(BundleContext context) {
        String data = context.getProperty("sluice.data");
        File own = context.getDataFile("engines");
        return data == null && own != null ? own.toPath() : Path.of(data == null ? "." : data, "engines");
    }
}
