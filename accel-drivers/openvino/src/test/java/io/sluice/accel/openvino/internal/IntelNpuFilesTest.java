package io.sluice.accel.openvino.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.api.accel.AcceleratorReadings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntelNpuFilesTest {

    @TempDir
    Path root;

    private long now = 5_000_000_000L;

    @Test
    void utilisationIsTheBusyPartOfTheTimeBetweenTwoLooks() throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/class/accel/accel0/device"));
        IntelNpuFiles npu = new IntelNpuFiles(new SystemFiles(root), () -> now);
        Files.writeString(device.resolve("npu_busy_time_us"), "1000000\n");
        Files.writeString(device.resolve("npu_memory_utilization"), "73400320\n");
        AcceleratorReadings first = npu.readings();
        assertTrue(first.utilisation().isEmpty());
        assertEquals(73_400_320, first.memoryUsed().orElseThrow());
        now += 2_000_000_000L;
        Files.writeString(device.resolve("npu_busy_time_us"), "1500000\n");
        assertEquals(0.25, npu.readings().utilisation().orElseThrow(), 1e-9);
        assertTrue(npu.readings().utilisation().isEmpty());
    }

    @Test
    void anotherDriversDeviceTellsNothing() throws IOException {
        Files.createDirectories(root.resolve("sys/class/accel/accel0/device"));
        assertEquals(AcceleratorReadings.NONE,
                new IntelNpuFiles(new SystemFiles(root), () -> now).readings());
    }
}
