package io.sluice.accel.onnxcuda.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.api.accel.Precision;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes out is what NVIDIA states, at the clock that NVIDIA states it for. */
class PeakRatesTest {

    @ParameterizedTest
    @CsvSource({
        "70, Tesla V100-SXM2-16GB, 5120, 1530, 15.7, 125, -1",
        "75, Tesla T4, 2560, 1590, 8.1, 65, 130",
        "80, NVIDIA A100-SXM4-40GB, 6912, 1410, 19.5, 312, 624",
        "86, NVIDIA A10, 9216, 1695, 31.2, 125, 250",
        "89, NVIDIA L4, 7424, 2040, 30.3, 121, 242",
        "90, NVIDIA H100 80GB HBM3, 16896, 1830, 61.8, 989.4, 1979",
        "120, NVIDIA GeForce RTX 5090, 21760, 2407, 104.8, 419, 838"
    })
    void theMakersFiguresComeOut(int capability, String name, int cores, int megahertz, double float32, double float16,
            double int8) {
        Map<Precision, Double> rates = PeakRates.of(capability, name, cores, megahertz);
        assertEquals(float32, rates.get(Precision.FLOAT32), float32 / 50);
        assertEquals(float16, rates.get(Precision.FLOAT16), float16 / 50);
        if (int8 < 0) {
            assertNull(rates.get(Precision.INT8));
        } else {
            assertEquals(int8, rates.get(Precision.INT8), int8 / 50);
        }
    }

    @Test
    void chipsWithoutTensorCoresAndUnknownOnesHaveNoFigureForThem() {
        assertEquals(Set.of(Precision.FLOAT32), PeakRates.of(75, "NVIDIA GeForce GTX 1650", 896, 1665).keySet());
        assertEquals(Set.of(Precision.FLOAT32), PeakRates.of(61, "Tesla P4", 2560, 1063).keySet());
        assertEquals(Set.of(Precision.FLOAT32), PeakRates.of(130, "NVIDIA Z1", 1000, 1000).keySet());
    }
}
