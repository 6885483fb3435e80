package io.sluice.demo.scene;

import java.util.SplittableRandom;

/**
 * What a line is like.
 *
 * @param seed of everything that is left to chance
 * @param boards how many different boards pass before the first comes again
 * @param defects the share of joints that are not good, 0 to 1
 * @param lamp the light
 * @param falloff how much darker the corner farthest from the lamp is, 0 to 1
 * @param blur of the lens, 0 for sharp to 1
 * @param noise of the sensor, in steps of the luma
 * @param flicker of the light from frame to frame, as a share of it
 */
public record LineOptions(
        long seed, int boards, double defects, Lamp lamp, double falloff, double blur, double noise, double flicker) {

    /** The demonstration: about one joint in nine is bad, and each kind of defect comes by. */
    public static LineOptions demonstration() {
        return new LineOptions(2037, 10, 0.11, Lamp.STEADY, 0.18, 0.35, 0.8, 0.006);
    }

    /** A line such as the detector is taught with: any seed gives other boards, another light, other optics. */
    public static LineOptions taught(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return any(random, Lamp.any(random), 0.55);
    }

    /**
     * A line such as the detector is measured with: light from where it never came in teaching, a real line's share of
     * defects.
     */
    public static LineOptions heldOut(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        return any(random, Lamp.other(random), 0.3);
    }

    private static LineOptions any(SplittableRandom random, Lamp lamp, double defects) {
        return new LineOptions(
                random.nextLong(), 2, defects, lamp, random.nextDouble(0, 0.35), random.nextDouble(0, 1),
                random.nextDouble(0, 5), random.nextDouble(0, 0.04));
    }
}
