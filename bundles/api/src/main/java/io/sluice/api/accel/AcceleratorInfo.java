package io.sluice.api.accel;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What an accelerator is.
 *
 * @param kind of chip
 * @param vendor who made the chip
 * @param chip model of the chip
 * @param driver name and version of the software that drives it
 * @param location which device of this machine it is, such as {@code cpu}, {@code pci:0000:01:00.0} or {@code rknpu:0}: two
 *     accelerators of one location are one device, claimed twice
 * @param formats of models it loads, best first: {@code onnx}, {@code rknn}, {@code om}, {@code engine}, ...
 * @param operations most operations a second by precision, in units of 10^12 (TOPS, or TFLOPS for floating point), as measured
 *     or as the maker states; empty where neither is known
 * @param memoryBytes its memory; the machine's where it has none of its own
 * @param lanes how many runs it does at once; more wait
 */
public record AcceleratorInfo(
        Kind kind,
        String vendor,
        String chip,
        String driver,
        String location,
        Set<String> formats,
        Map<Precision, Double> operations,
        long memoryBytes,
        int lanes) {

    /** Kinds of chip. */
    public enum Kind {
        CPU,
        GPU,
        NPU,
        FPGA
    }

    public AcceleratorInfo {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(chip, "chip");
        Objects.requireNonNull(driver, "driver");
        Objects.requireNonNull(location, "location");
        formats = Set.copyOf(formats);
        operations = Map.copyOf(operations);
        if (lanes < 1) {
            throw new IllegalArgumentException("an accelerator has at least one lane");
        }
    }
}
