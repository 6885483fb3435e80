package io.sluice.accel.onnxcuda.internal;

import io.sluice.api.accel.Precision;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What NVML says that a GPU is.
 *
 * @param uuid NVIDIA's own, as in {@code GPU-7c1f0f4a-...}
 * @param name for people
 * @param bus as CUDA takes it, {@code 0000:01:00.0}
 * @param memoryBytes all of its memory
 * @param capability compute capability, as 10 * major + minor
 * @param cores of CUDA; empty where NVML does not tell
 * @param megahertz highest clock of the cores; empty where NVML does not tell
 * @param mig whether it is split into instances
 */
record Gpu(
        String uuid,
        String name,
        String bus,
        long memoryBytes,
        OptionalInt capability,
        OptionalInt cores,
        OptionalInt megahertz,
        boolean mig) {

    private static final int ID_DIGITS = 8;

    /** Of the accelerator: the same in whatever slot, and after others have gone. */
    static String id(String uuid) {
        String digits = uuid.replaceFirst("^GPU-", "").replaceAll("[^0-9a-fA-F]", "");
        return "cuda-" + digits.substring(0, Math.min(ID_DIGITS, digits.length())).toLowerCase(Locale.ROOT);
    }

    /** As in {@link io.sluice.api.accel.AcceleratorInfo#operations()}. */
    Map<Precision, Double> operations() {
        return capability.isPresent() && cores.isPresent() && megahertz.isPresent()
                ? PeakRates.of(capability.getAsInt(), name, cores.getAsInt(), megahertz.getAsInt())
                : Map.of();
    }
}
