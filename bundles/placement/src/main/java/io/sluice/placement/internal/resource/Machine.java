package io.sluice.placement.internal.resource;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * This machine as Linux tells of it. What cannot be read counts as 0: a report lacks a figure then, and is still given.
 *
 * @param proc the folder {@code /proc}
 * @param net the folder {@code /sys/class/net}
 * @param data a folder on the disk that recordings are written to
 */
record Machine(Path proc, Path net, Path data) {

    private static final long KILO = 1024;
    private static final long MEGA = 1024 * 1024;

    /**
     * Time of all cores since the start, in clock ticks.
     *
     * @param idle waiting for the disk included
     */
    record CpuTime(long total, long idle) {

        static final CpuTime NONE = new CpuTime(0, 0);

        /** Part of the time since an earlier moment in which the cores worked, 0 to 1. */
        double busySince(CpuTime earlier) {
            long passed = total - earlier.total;
            return passed <= 0 ? 0 : Math.max(0, Math.min(1, 1 - (double) (idle - earlier.idle) / passed));
        }
    }

    long totalMemoryMegabytes() {
        return memoryKilobytes("MemTotal:") / KILO;
    }

    long availableMemoryMegabytes() {
        return memoryKilobytes("MemAvailable:") / KILO;
    }

    /** See proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal; the rest is part of these. */
    CpuTime cpuTime() {
        for (String line : lines(proc.resolve("stat"))) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.strip().split("\\s+");
                long total = 0;
                for (int index = 1; index < Math.min(9, fields.length); index++) {
                    total += Long.parseLong(fields[index]);
                }
                long idle = fields.length > 5 ? Long.parseLong(fields[4]) + Long.parseLong(fields[5]) : 0;
                return new CpuTime(total, idle);
            }
        }
        return CpuTime.NONE;
    }

    /** Name of the processor; empty where Linux does not tell. */
    String processor() {
        return lines(proc.resolve("cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("");
    }

    long totalStorageMegabytes() {
        return storage(path -> path.toFile().getTotalSpace());
    }

    long availableStorageMegabytes() {
        return storage(path -> path.toFile().getUsableSpace());
    }

    /** Speed of all network interfaces that are up and say how fast they are, in Mb/s. */
    int bandwidthMegabits() {
        long sum = interfaces().stream().mapToLong(port -> Math.max(0, number(port.resolve("speed")).orElse(0))).sum();
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /** Bits that these interfaces have moved since they came up, of the direction that moved more. */
    long trafficBits() {
        return 8 * interfaces().stream()
                .filter(port -> number(port.resolve("speed")).orElse(0) > 0)
                .mapToLong(port -> Math.max(number(port.resolve("statistics/rx_bytes")).orElse(0),
                        number(port.resolve("statistics/tx_bytes")).orElse(0)))
                .sum();
    }

    private List<Path> interfaces() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> ports = Files.newDirectoryStream(net)) {
            ports.forEach(found::add);
        } catch (IOException unreadable) {
            return List.of();
        }
        return found;
    }

    private long storage(ToLongFunction<Path> space) {
        return space.applyAsLong(data) / MEGA;
    }

    private long memoryKilobytes(String name) {
        return lines(proc.resolve("meminfo")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst().orElse(0);
    }

    /** A virtual interface has no speed and answers with an error. */
    private static OptionalLong number(Path file) {
        return lines(file).stream().findFirst().map(String::strip)
                .flatMap(text -> text.matches("-?\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty())
                .map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
