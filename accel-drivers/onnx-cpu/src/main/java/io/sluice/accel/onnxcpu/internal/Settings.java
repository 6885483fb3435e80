package io.sluice.accel.onnxcpu.internal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the processor is used.
 *
 * @param lanes how many runs at once
 * @param runLimit how long a run may last
 * @param thermal where Linux shows its thermal zones
 */
record Settings(int lanes, Duration runLimit, Path thermal) {

    static final Settings DEFAULT = new Settings(
            Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(5), Path.of("/sys/class/thermal"));

    Settings withLanes(int number) {
        return new Settings(number, runLimit, thermal);
    }

    Settings withRunLimit(Duration limit) {
        return new Settings(lanes, limit, thermal);
    }
}
