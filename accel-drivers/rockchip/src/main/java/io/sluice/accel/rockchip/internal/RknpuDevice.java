package io.sluice.accel.rockchip.internal;

import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Precision;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * What the kernel tells of the NPU, which the runtime does not: it has no function to ask for devices.
 *
 * @param files of the kernel
 * @param name of the platform device, such as {@code fdab0000.npu}
 */
record RknpuDevice(SystemFiles files, String name) {

    private static final Path DRIVER = Path.of("sys/bus/platform/drivers/RKNPU");
    private static final Pattern NPU = Pattern.compile("[0-9a-f]+\\.npu");
    private static final Pattern COMPATIBLE = Pattern.compile("OF_COMPATIBLE_\\d+=rockchip,(\\w+)-rknpu");
    /** As in {@code NPU load:  Core0: 12%, Core1:  0%, Core2:  0%,}; a single core says {@code NPU load:  12%}. */
    private static final Pattern CORE_LOAD = Pattern.compile("(\\d+)%");
    /** As in {@code 40@1000000000Hz}. */
    private static final Pattern TOTAL_LOAD = Pattern.compile("^(\\d+)@");
    private static final double PERCENT = 100;
    private static final double MILLI = 1000;

    /** Cores, each of which runs a model at a time, by chip. */
    private static final Map<String, Integer> CORES = Map.of("rk3588", 3, "rk3576", 2);

    /** As Rockchip states; TOPS in int8, all cores together. */
    private static final Map<String, Double> OPERATIONS = Map.of("rk3588", 6.0, "rk3576", 6.0);

    /** The first one: the runtime does not let choose between several. */
    static Optional<RknpuDevice> find(SystemFiles files) {
        return files.list(DRIVER).stream()
                .filter(entry -> NPU.matcher(entry).matches())
                .findFirst()
                .map(name -> new RknpuDevice(files, name));
    }

    AcceleratorInfo info() {
        String chip = chip();
        Map<Precision, Double> operations = OPERATIONS.containsKey(chip)
                ? Map.of(Precision.INT8, OPERATIONS.get(chip))
                : Map.of();
        String version = files.text(Path.of("sys/kernel/debug/rknpu/version")).orElse("RKNPU driver");
        return new AcceleratorInfo(AcceleratorInfo.Kind.NPU, "Rockchip", chip, version, "rknpu:0", Set.of("rknn"),
                operations, files.memoryBytes(), CORES.getOrDefault(chip, 1));
    }

    AcceleratorReadings readings() {
        return new AcceleratorReadings(utilisation(), celsius(), OptionalLong.empty(), false);
    }

    private String chip() {
        Matcher compatible = COMPATIBLE.matcher(files.text(DRIVER.resolve(name).resolve("uevent")).orElse(""));
        return compatible.find() ? compatible.group(1) : "unknown";
    }

    /** By cores where the debug file system may be read; the other figure stays at 100 % with some kernels. */
    private OptionalDouble utilisation() {
        Optional<String> cores = files.text(Path.of("sys/kernel/debug/rknpu/load"));
        if (cores.isPresent()) {
            return percentages(CORE_LOAD, cores.get()).average();
        }
        return percentages(TOTAL_LOAD, files.text(Path.of("sys/class/devfreq", name, "load")).orElse("")).findFirst();
    }

    private static DoubleStream percentages(Pattern pattern, String text) {
        return pattern.matcher(text).results().mapToDouble(match -> Integer.parseInt(match.group(1)) / PERCENT);
    }

    private OptionalDouble celsius() {
        Path zones = Path.of("sys/class/thermal");
        return files.list(zones).stream()
                .filter(zone -> files.text(zones.resolve(zone).resolve("type")).orElse("").startsWith("npu"))
                .flatMap(zone -> files.number(zones.resolve(zone).resolve("temp")).stream().boxed())
                .mapToDouble(milli -> milli / MILLI)
                .max();
    }
}
