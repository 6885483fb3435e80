package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.child.DriverSettings;
import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Accelerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One driver's process and its first device, without a framework around it and not started again: for measurements.
 * Used by one thread.
 */
public final class ContainedProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Child child;
    private final Link devices;
    private final RemoteAccelerator accelerator;

    /**
     * Starts the process and waits for the device.
     *
     * @param driver symbolic name of its bundle
     * @param classPath framework and this bundle
     * @param bundles in the order in which they start, the driver last
     */
    public ContainedProcess(String driver, List<Path> classPath, List<Path> bundles)
            throws IOException, InterruptedException {
        Settings settings = new Settings(driver, LIMIT, LIMIT, LIMIT, 3, 48, List.of(), LIMIT, LIMIT,
                LIMIT);
        child = Child.start(settings, new Launch(classPath,
                bundles.stream().map(jar -> "reference:" + jar.toUri()).toList(), new DriverSettings(List.of())));
        devices = child.connect();
        devices.begin(Wire.DEVICES);
        devices.send();
        ByteBuffer frame = devices.receive();
        while (frame.position(1).getShort() == 0) {
            frame = devices.receive();
        }
        String id = Link.getText(frame);
        accelerator = new RemoteAccelerator(id, Wire.getInfo(frame), child, settings,
                new Culprits(3, LIMIT, System::nanoTime), () -> { });
    }

    public Accelerator accelerator() {
        return accelerator;
    }

    @Override
    public void close() {
        accelerator.close();
        devices.close();
        child.close();
    }
}
