package io.sluice.accel.onnxcuda.internal;

import io.sluice.api.accel.Precision;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Most operations a second of a GPU, from its number of cores, its highest clock and how many operations a core's share of the tensor
 * cores does at each beat. The latter are those of NVIDIA's papers on its architectures: V100 (2017), Turing (2018), A100 (2020), GA102
 * (2020), Ada (2023), H100 (2022) and RTX Blackwell (2025), in their tables of peak rates; dense, as ONNX models are. What is not in
 * them is left out: int8 before Turing's tensor cores, chips of other architectures.
 */
final class PeakRates {

    private static final double TERA = 1e12;
    private static final double MEGA = 1e6;
    /** A multiplication and an addition. */
    private static final int FLOAT32_A_BEAT = 2;

    /** By compute capability, operations a core and beat: float16, int8. */
    private static final Map<Integer, int[]> TENSOR = Map.of(
            70, new int[] {16, 0},
            75, new int[] {16, 32},
            80, new int[] {32, 64},
            86, new int[] {8, 16},
            89, new int[] {8, 16},
            90, new int[] {32, 64},
            120, new int[] {8, 16});

    /** Some chips of Turing have no tensor cores. */
    private static final int TURING = 75;
    private static final Pattern TURING_WITH_TENSOR_CORES = Pattern.compile("RTX|\\bT4\\b|\\bT4G\\b");

    private PeakRates() {}

    /** @param capability as 10 * major + minor */
    static Map<Precision, Double> of(int capability, String name, int cores, int megahertz) {
        double beats = cores * (megahertz * MEGA) / TERA;
        Map<Precision, Double> rates = new EnumMap<>(Precision.class);
        rates.put(Precision.FLOAT32, beats * FLOAT32_A_BEAT);
        int[] tensor = TENSOR.get(capability);
        if (tensor != null && (capability != TURING || TURING_WITH_TENSOR_CORES.matcher(name).find())) {
            rates.put(Precision.FLOAT16, beats * tensor[0]);
            if (tensor[1] > 0) {
                rates.put(Precision.INT8, beats * tensor[1]);
            }
        }
        return rates;
    }
}
