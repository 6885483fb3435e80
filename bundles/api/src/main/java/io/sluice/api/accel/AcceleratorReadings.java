package io.sluice.api.accel;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How an accelerator is at a moment; empty is what its driver cannot tell.
 *
 * @param utilisation part of its time it was busy of late, 0 to 1
 * @param celsius temperature of the chip
 * @param memoryUsed bytes of its memory in use
 * @param throttled whether it runs slower than it could, being hot or short of power
 */
public record AcceleratorReadings(
        OptionalDouble utilisation, OptionalDouble celsius, OptionalLong memoryUsed, boolean throttled) {

    /** Nothing is known. */
    public static final AcceleratorReadings NONE =
            new AcceleratorReadings(OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty(), false);
}
