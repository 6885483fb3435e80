package io.sluice.accel.onnxcpu.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the processor tells of itself. */
class ReadingsTest {

    @TempDir
    Path folder;

    @Test
    void tellsWhatItIs() {
        try (OnnxCpu cpu = new OnnxCpu()) {
            AcceleratorInfo info = cpu.info();
            assertEquals(AcceleratorInfo.Kind.CPU, info.kind());
            assertEquals("cpu", info.location());
            assertEquals(Set.of("onnx"), info.formats());
            assertEquals(Runtime.getRuntime().availableProcessors(), info.lanes());
            assertTrue(info.memoryBytes() > 64 << 20, "memory " + info.memoryBytes());
            assertTrue(info.driver().startsWith("ONNX Runtime 1."), info.driver());
            AcceleratorReadings readings = cpu.readings();
            assertTrue(readings.memoryUsed().orElseThrow() > 0 && readings.memoryUsed().getAsLong() < info.memoryBytes());
            assertEquals(0, readings.utilisation().orElseThrow());
        }
    }

    @Test
    void readsProcessorsOfBothArchitectures() throws IOException {
        Files.writeString(folder.resolve("cpuinfo"), """
                processor\t: 0
                vendor_id\t: GenuineIntel
                model name\t: Intel(R) N100
                flags\t\t: fpu sse avx2 avx_vnni
                """);
        assertEquals(new Processor("Intel", "Intel(R) N100", true), Processor.read(folder));
        Files.writeString(folder.resolve("cpuinfo"), """
                processor\t: 0
                Features\t: fp asimd crc32
                CPU implementer\t: 0x41

                Hardware\t: Rockchip RK3566
                """);
        assertEquals(new Processor("Arm", "Rockchip RK3566", false), Processor.read(folder));
        Processor unknown = Processor.read(folder.resolve("none"));
        assertEquals(System.getProperty("os.arch"), unknown.chip());
        assertFalse(unknown.int8());
    }

    @Test
    void readsTheHottestZoneOfTheProcessor() throws IOException {
        zone(0, "gpu-thermal", "99000", "85000");
        zone(1, "cpu-thermal", "61500", "85000");
        zone(2, "bigcore0-thermal", "63250", "85000");
        Thermometer thermometer = new Thermometer(folder);
        assertEquals(new Thermometer.Reading(OptionalDouble.of(63.25), false), thermometer.read());
        zone(1, "cpu-thermal", "85000", "85000");
        assertEquals(new Thermometer.Reading(OptionalDouble.of(85), true), thermometer.read());
        Files.writeString(folder.resolve("thermal_zone1/temp"), "");
        assertEquals(OptionalDouble.of(63.25), thermometer.read().celsius());
        assertEquals(OptionalDouble.empty(), new Thermometer(folder.resolve("none")).read().celsius());
    }

    @Test
    void measuresItsOperationsOnce() {
        Path file = folder.resolve("operations.properties");
        AtomicInteger measured = new AtomicInteger();
        try (OnnxCpu cpu = new OnnxCpu()) {
            Map<Precision, Double> first = new MeasuredOnce(file).get("machine", () -> {
                measured.incrementAndGet();
                return PeakOperations.measure(cpu, true);
            });
            assertEquals(Set.of(Precision.FLOAT32, Precision.INT8), first.keySet());
            assertTrue(first.values().stream().allMatch(value -> value > 1e-5 && value < 1e4), first.toString());
            Map<Precision, Double> second = new MeasuredOnce(file).get("machine", () -> {
                measured.incrementAndGet();
                return Map.of();
            });
            assertEquals(first, second);
            assertEquals(1, measured.get());
        }
    }

    @Test
    void measuresAgainOnAnotherMachineAndWhenTheFileIsDamaged() throws IOException {
        Path file = folder.resolve("operations.properties");
        MeasuredOnce once = new MeasuredOnce(file);
        once.get("old", () -> Map.of(Precision.INT8, 2.0));
        assertEquals(Map.of(Precision.INT8, 4.0), once.get("new", () -> Map.of(Precision.INT8, 4.0)));
        Files.writeString(file, "machine=new\nint8=four\n");
        assertEquals(Map.of(Precision.INT8, 5.0), once.get("new", () -> Map.of(Precision.INT8, 5.0)));
        Files.writeString(file, "\\u12");
        assertEquals(Map.of(Precision.INT8, 6.0), once.get("new", () -> Map.of(Precision.INT8, 6.0)));
        assertEquals(Map.of(Precision.INT8, 6.0), once.get("new", Map::of));
    }

    @Test
    void anAcceleratorWithStorageKnowsItsOperations() {
        FakeBundleContext framework = new FakeBundleContext();
        framework.store(folder);
        OnnxCpuAccelerator accelerator = new OnnxCpuAccelerator(framework.context(), Settings.DEFAULT);
        try {
            assertTrue(accelerator.info().operations().containsKey(Precision.FLOAT32));
            assertTrue(Files.exists(folder.resolve("operations.properties")));
        } finally {
            accelerator.deactivate();
        }
    }

    private void zone(int number, String type, String temperature, String passive) throws IOException {
        Path zone = Files.createDirectories(folder.resolve("thermal_zone" + number));
        Files.writeString(zone.resolve("type"), type + "\n");
        Files.writeString(zone.resolve("temp"), temperature + "\n");
        Files.writeString(zone.resolve("trip_point_0_type"), "passive\n");
        Files.writeString(zone.resolve("trip_point_0_temp"), passive + "\n");
    }
}
