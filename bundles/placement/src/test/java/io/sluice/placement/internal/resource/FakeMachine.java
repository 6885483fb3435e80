package io.sluice.placement.internal.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as Linux has them under {@code /proc} and {@code /sys}. */
final class FakeMachine {

    private FakeMachine() {}

    static Machine in(Path folder) {
        return new Machine(folder.resolve("proc"), folder.resolve("net"), folder);
    }

    static void write(Path folder, long busyTicks, long idleTicks, long totalKilobytes, long freeKilobytes)
            throws IOException {
        Path proc = Files.createDirectories(folder.resolve("proc"));
        Files.writeString(proc.resolve("meminfo"), "MemTotal:       " + totalKilobytes + " kB\nMemFree: 1 kB\nMemAvailable:   "
                + freeKilobytes + " kB\n");
        Files.writeString(proc.resolve("stat"), "cpu  " + (busyTicks - 10) + " 0 0 " + (idleTicks - 7)
                + " 7 0 4 6 99 88\ncpu0 1 2 3 4\n");
        Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Chip 9000 @ 2 GHz\n");
        port(folder, "eth0", "1000\n", 5000, 200);
        port(folder, "eth1", "2500\n", 100, 900);
        port(folder, "eth2", "-1\n", 1_000_000, 0);
        port(folder, "lo", "", 77, 77);
    }

    private static void port(Path folder, String name, String speed, long received, long sent) throws IOException {
        Path statistics = Files.createDirectories(folder.resolve("net").resolve(name).resolve("statistics"));
        if (!speed.isEmpty()) {
            Files.writeString(statistics.resolveSibling("speed"), speed);
        }
        Files.writeString(statistics.resolve("rx_bytes"), received + "\n");
        Files.writeString(statistics.resolve("tx_bytes"), sent + "\n");
    }
}
