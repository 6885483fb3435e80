package io.sluice.accel.rockchip.internal;

import io.sluice.accel.nativelib.VendorLibrary;
import io.sluice.accel.nativelib.testing.Fault;
import io.sluice.accel.nativelib.testing.StandIn;
import io.sluice.accel.nativelib.testing.StandInControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code rknn_standin.c}, compiled, and the files it and the kernel would have. */
final class RknnStandIn {

    static final int INT8 = 2;

    /** Functions of the stand-in that only this one has. */
    interface Control extends StandInControl {
        int standin_masks();
    }

    private final Path library;
    private final Control control;

    RknnStandIn(Path folder) throws Exception {
        library = StandIn.compile(Path.of("src/test/c/rknn_standin.c"), folder.resolve("librknnrt.so"));
        control = VendorLibrary.load(library.toString(), Control.class);
    }

    String library() {
        return library.toString();
    }

    Control control() {
        return control;
    }

    /** As {@code model_file} in the stand-in. */
    static byte[] model(Fault fault, float a, float b) {
        return model(fault, INT8, a, b);
    }

    static byte[] model(Fault fault, int type, float a, float b) {
        ByteBuffer file = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
        file.put((fault == Fault.CORRUPT ? "BAD!" : "RSTM").getBytes());
        file.putInt(switch (fault) {
            case VERSION -> -11;
            case MEMORY_LOADING -> -4;
            default -> 0;
        });
        file.putInt(fault == Fault.MEMORY_BINDING ? -4 : 0);
        file.putInt(fault == Fault.RUN ? -1 : 0);
        file.putInt(0);
        file.putInt(fault == Fault.HANG ? 30_000 : 0);
        file.putInt(fault == Fault.DESCRIPTION ? 5 : 2);
        file.putInt(type);
        file.putInt(4).putInt(5).putInt(3);
        return file.putFloat(a).putFloat(b).array();
    }

    /** The kernel's files of an RK3588 with its vendor's driver. */
    static void plug(Path root) throws IOException {
        write(root, "sys/bus/platform/drivers/RKNPU/bind", "");
        write(root, "sys/bus/platform/drivers/RKNPU/fdab0000.npu/uevent",
                "DRIVER=RKNPU\nOF_NAME=npu\nOF_COMPATIBLE_0=rockchip,rk3588-rknpu\nOF_COMPATIBLE_N=1\n");
        write(root, "sys/class/devfreq/fdab0000.npu/load", "40@1000000000Hz\n");
        write(root, "sys/class/thermal/thermal_zone0/type", "soc-thermal\n");
        write(root, "sys/class/thermal/thermal_zone0/temp", "70100\n");
        write(root, "sys/class/thermal/thermal_zone6/type", "npu-thermal\n");
        write(root, "sys/class/thermal/thermal_zone6/temp", "48076\n");
        write(root, "proc/meminfo", "MemTotal:        8000000 kB\nMemFree:         100 kB\n");
    }

    static void unplug(Path root) throws IOException {
        Files.deleteIfExists(root.resolve("sys/bus/platform/drivers/RKNPU/fdab0000.npu/uevent"));
        Files.deleteIfExists(root.resolve("sys/bus/platform/drivers/RKNPU/fdab0000.npu"));
    }

    static void write(Path root, String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
