package io.sluice.placement.internal.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    Path folder;

    @Test
    void readsWhatLinuxTells() throws IOException {
        FakeMachine.write(folder, 1000, 400, 8192, 2048);
        Machine machine = FakeMachine.in(folder);
        assertEquals(8, machine.totalMemoryMegabytes());
        assertEquals(2, machine.availableMemoryMegabytes());
        assertEquals("Chip 9000 @ 2 GHz", machine.processor());
        assertEquals(3500, machine.bandwidthMegabits());
        assertEquals(8 * (5000 + 900), machine.trafficBits());
        assertTrue(machine.totalStorageMegabytes() >= machine.availableStorageMegabytes());
    }

    @Test
    void tellsThePartOfTimeTheCoresWorked() throws IOException {
        FakeMachine.write(folder, 1000, 400, 8192, 2048);
        Machine.CpuTime before = FakeMachine.in(folder).cpuTime();
        FakeMachine.write(folder, 1300, 500, 8192, 2048);
        Machine.CpuTime after = FakeMachine.in(folder).cpuTime();
        assertEquals(300 / 400.0, after.busySince(before), 1e-9);
        assertEquals(0, before.busySince(before));
        assertEquals(0, before.busySince(after), "a clock that was set back");
    }

    @Test
    void knowsNothingWhereNothingIsTold() {
        Machine machine = new Machine(folder.resolve("no"), folder.resolve("nothing"), folder);
        assertEquals(0, machine.totalMemoryMegabytes());
        assertEquals("", machine.processor());
        assertEquals(0, machine.bandwidthMegabits());
        assertEquals(0, machine.cpuTime().busySince(Machine.CpuTime.NONE));
    }
}
