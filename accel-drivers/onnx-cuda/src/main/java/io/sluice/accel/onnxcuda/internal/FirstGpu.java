package io.sluice.accel.onnxcuda.internal;

import io.sluice.accel.nativelib.HostedAccelerator;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.UnavailableException;
import java.time.Duration;

/** The machine's first GPU without a framework around it, for measurements. Owns all that it opens. */
public final class FirstGpu implements AutoCloseable {

    private final CudaNative driver;
    private final HostedAccelerator accelerator;
    private final int ordinal;

    /**
     * @param lanes runs at once
     * @throws UnavailableException when there is none, or it cannot be used; says why
     */
    public FirstGpu(int lanes) {
        NvmlLibrary nvml = new NvmlLibrary(CudaDriver.NVML);
        CudaOrdinals ordinals = new CudaOrdinals(CudaDriver.CUDA);
        driver = new CudaNative(nvml, ordinals, new CudaSettings(new CudaProvider(0), lanes, Duration.ofSeconds(30)));
        try {
            String id = driver.present().stream().sorted().findFirst().orElseThrow(() -> new UnavailableException(
                    "accelerator.device.missing", "There is no GPU of NVIDIA's.", "", null));
            ordinal = ordinals.of(id, nvml.describe(driver.uuid(id)));
            accelerator = driver.open(id);
        } catch (RuntimeException failed) {
            driver.close();
            throw failed;
        }
    }

    public Accelerator accelerator() {
        return accelerator;
    }

    /** CUDA's number of it. */
    public int ordinal() {
        return ordinal;
    }

    @Override
    public void close() {
        accelerator.close();
        driver.close();
    }
}
