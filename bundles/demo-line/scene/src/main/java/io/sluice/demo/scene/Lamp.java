package io.sluice.demo.scene;

import java.util.SplittableRandom;

/**
 * The light over the line: a ring around the lens, with a side that is brighter.
 *
 * @param azimuth where the brighter side is
 * @param lean how much brighter it is, 0 to 1
 * @param level of exposure; 1 is as wanted
 * @param warmth more red and less blue; 0 is neutral
 */
public record Lamp(double azimuth, double lean, double level, double warmth) {

    /** As in the demonstration: a good line. */
    public static final Lamp STEADY = new Lamp(-2.2, 0.35, 1.0, 0.01);

    /** Anything a line may have. */
    public static Lamp any(SplittableRandom random) {
        return new Lamp(
                random.nextDouble(-Math.PI, Math.PI / 2), random.nextDouble(0.1, 0.6),
                random.nextDouble(0.78, 1.2), random.nextDouble(-0.06, 0.06));
    }

    /** From a side that {@link #any} never has: what a detector does under it, it was not taught. */
    public static Lamp other(SplittableRandom random) {
        return new Lamp(
                random.nextDouble(Math.PI / 2 + 0.1, Math.PI - 0.1), random.nextDouble(0.15, 0.65),
                random.nextDouble(0.75, 1.25), random.nextDouble(-0.07, 0.07));
    }
}
