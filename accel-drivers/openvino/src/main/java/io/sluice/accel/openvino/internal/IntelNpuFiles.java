package io.sluice.accel.openvino.internal;

import io.sluice.accel.nativelib.SystemFiles;
import io.sluice.api.accel.AcceleratorReadings;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How Intel's NPU is, as the kernel's {@code intel_vpu} tells. Thread-safe. */
final class IntelNpuFiles {

    private static final Path DEVICES = Path.of("sys/class/accel");
    private static final double NANOS_PER_MICRO = 1000;

    private final SystemFiles files;
    private final LongSupplier nanoTime;
    private long lastBusy = -1;
    private long lastLook;

    IntelNpuFiles(SystemFiles files, LongSupplier nanoTime) {
        this.files = files;
        this.nanoTime = nanoTime;
    }

    AcceleratorReadings readings() {
        for (String name : files.list(DEVICES)) {
            Path device = DEVICES.resolve(name).resolve("device");
            OptionalLong busy = files.number(device.resolve("npu_busy_time_us"));
            if (busy.isPresent()) {
                return new AcceleratorReadings(utilisation(busy.getAsLong()), OptionalDouble.empty(),
                        files.number(device.resolve("npu_memory_utilization")), false);
            }
        }
        return AcceleratorReadings.NONE;
    }

    /** The kernel counts the time it was busy: its part is known from the second look on. */
    private synchronized OptionalDouble utilisation(long busy) {
        long now = nanoTime.getAsLong();
        double elapsed = (now - lastLook) / NANOS_PER_MICRO;
        OptionalDouble part = lastBusy < 0 || elapsed <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, Math.max(0, (busy - lastBusy) / elapsed)));
        lastBusy = busy;
        lastLook = now;
        return part;
    }
}
