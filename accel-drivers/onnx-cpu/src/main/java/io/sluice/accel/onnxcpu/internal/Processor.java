package io.sluice.accel.onnxcpu.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What Linux says of this machine's processor and memory, in the files of {@code /proc}.
 *
 * @param vendor who made it, for people
 * @param chip its name, for people
 * @param int8 whether it multiplies vectors of int8 in one instruction, so that int8 models are worth their while
 */
record Processor(String vendor, String chip, boolean int8) {

    private static final Path PROC = Path.of("/proc");
    private static final Map<String, String> VENDORS = Map.of("AuthenticAMD", "AMD", "GenuineIntel", "Intel",
            "HygonGenuine", "Hygon", "0x41", "Arm", "0x48", "HiSilicon", "0x70", "Phytium");

    static Processor read() {
        return read(PROC);
    }

    /** @param proc in place of {@code /proc} */
    static Processor read(Path proc) {
        Path file = proc.resolve("cpuinfo");
        String vendor = field(file, "vendor_id").or(() -> field(file, "CPU implementer")).orElse("");
        String architecture = System.getProperty("os.arch");
        String chip = field(file, "model name").or(() -> field(file, "Hardware")).orElse(architecture);
        String flags = " " + field(file, "flags").or(() -> field(file, "Features")).orElse("") + " ";
        boolean int8 = Stream.of("avx512_vnni", "avx_vnni", "asimddp").anyMatch(flag -> flags.contains(" " + flag + " "));
        return new Processor(VENDORS.getOrDefault(vendor, vendor.isEmpty() ? architecture : vendor), chip, int8);
    }

    /** The machine's memory in bytes. */
    static OptionalLong memory() {
        return kibibytes(PROC.resolve("meminfo"), "MemTotal");
    }

    /** Bytes of it that nobody has or that can be had at once. */
    static OptionalLong available() {
        return kibibytes(PROC.resolve("meminfo"), "MemAvailable");
    }

    private static OptionalLong kibibytes(Path file, String name) {
        return field(file, name)
                .map(text -> OptionalLong.of(Long.parseLong(text.replaceAll("\\D", "")) << 10))
                .orElseGet(OptionalLong::empty);
    }

    private static Optional<String> field(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(value -> !value.isEmpty())
                    .findFirst();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}
