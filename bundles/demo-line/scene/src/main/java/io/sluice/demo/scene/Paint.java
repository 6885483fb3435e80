package io.sluice.demo.scene;

/** The colour of each point of a shape. */
@FunctionalInterface
interface Paint {

    /**
     * @param u along the shape's own x axis
     * @param v along the shape's own y axis
     * @param rgb takes red, green, blue; 0 to 1, more is over-exposed
     */
    void shade(double u, double v, float[] rgb);

    static Paint plain(double red, double green, double blue) {
        return (u, v, rgb) -> set(rgb, red, green, blue);
    }

    /** One colour with fine irregularities of the given strength. */
    static Paint grainy(double red, double green, double blue, double strength, double wave, int seed) {
        return (u, v, rgb) -> {
            double k = 1 + strength * Grain.smooth(u / wave, v / wave, seed);
            set(rgb, red * k, green * k, blue * k);
        };
    }

    static void set(float[] rgb, double red, double green, double blue) {
        rgb[0] = (float) red;
        rgb[1] = (float) green;
        rgb[2] = (float) blue;
    }
}
