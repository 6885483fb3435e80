package io.sluice.accel.rockchip.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RknpuDeviceTest {

    @TempDir
    Path root;

    @Test
    void isDescribedByWhatTheKernelTells() throws IOException {
        RknnStandIn.plug(root);
        RknnStandIn.write(root, "sys/kernel/debug/rknpu/version", "RKNPU driver: v0.9.8\n");
        AcceleratorInfo info = find().info();
        assertEquals(AcceleratorInfo.Kind.NPU, info.kind());
        assertEquals("rk3588", info.chip());
        assertEquals("RKNPU driver: v0.9.8", info.driver());
        assertEquals("rknpu:0", info.location());
        assertEquals(Set.of("rknn"), info.formats());
        assertEquals(Map.of(Precision.INT8, 6.0), info.operations());
        assertEquals(8_192_000_000L, info.memoryBytes());
        assertEquals(3, info.lanes());
    }

    @Test
    void loadIsTheMeanOfTheCoresWhereTheyAreShown() throws IOException {
        RknnStandIn.plug(root);
        assertEquals(0.4, find().readings().utilisation().orElseThrow());
        RknnStandIn.write(root, "sys/kernel/debug/rknpu/load", "NPU load:  Core0: 30%, Core1:  6%, Core2:  0%,\n");
        assertEquals(0.12, find().readings().utilisation().orElseThrow(), 1e-9);
        assertEquals(48.076, find().readings().celsius().orElseThrow(), 1e-9);
    }

    @Test
    void whatTheKernelDoesNotTellIsEmpty() throws IOException {
        RknnStandIn.write(root, "sys/bus/platform/drivers/RKNPU/fde40000.npu/uevent", "DRIVER=RKNPU\n");
        RknpuDevice device = find();
        assertEquals("unknown", device.info().chip());
        assertEquals(1, device.info().lanes());
        assertTrue(device.info().operations().isEmpty());
        assertTrue(device.readings().utilisation().isEmpty());
        assertTrue(device.readings().celsius().isEmpty());
        RknnStandIn.write(root, "sys/class/thermal/thermal_zone0/type", "npu-thermal");
        RknnStandIn.write(root, "sys/class/thermal/thermal_zone0/temp", "hot");
        assertTrue(device.readings().celsius().isEmpty());
    }

    @Test
    void aDriverWithoutADeviceIsNone() throws IOException {
        assertTrue(RknpuDevice.find(new SystemFiles(root)).isEmpty());
        RknnStandIn.write(root, "sys/bus/platform/drivers/RKNPU/bind", "");
        assertTrue(RknpuDevice.find(new SystemFiles(root)).isEmpty());
    }

    private RknpuDevice find() {
        return RknpuDevice.find(new SystemFiles(root)).orElseThrow();
    }
}
