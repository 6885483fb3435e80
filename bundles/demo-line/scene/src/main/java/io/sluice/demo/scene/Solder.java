package io.sluice.demo.scene;

/** Solder, pads and tinned metal on one canvas under one lamp. */
final class Solder {

    /** Height in pixels over the board. */
    @FunctionalInterface
    interface Relief {
        double at(double u, double v);
    }

    private static final Paint COPPER_EDGE = Paint.plain(0.05, 0.13, 0.07);

    private final Canvas canvas;
    private final Metal metal;

    Solder(Canvas canvas, Metal metal) {
        this.canvas = canvas;
        this.metal = metal;
    }

    Canvas canvas() {
        return canvas;
    }

    /** A bare pad, gold over copper, in a gap of the green mask. */
    void pad(Placement place, Shape shape, int seed) {
        canvas.fill(place, shape.outlined(2.5), COPPER_EDGE);
        double sheen = 0.92 + 0.1 * Grain.white(seed, 3, 7);
        canvas.fill(place, shape, Paint.grainy(0.80 * sheen, 0.58 * sheen, 0.29 * sheen, 0.10, 2.2, seed));
    }

    /** Solder that has melted and wetted: it mirrors. */
    void bright(Placement place, Shape shape, Relief relief, int seed) {
        Relief waved = (u, v) -> relief.at(u, v) + 0.55 * Grain.smooth(u / 9 + 11, v / 9 + 5, seed);
        canvas.fill(place, shape, (u, v, rgb) -> {
            double level = metal.mirror(slopeX(waved, place, u, v), slopeY(waved, place, u, v));
            Paint.set(rgb, 0.90 * level, 0.93 * level, 0.97 * level);
        });
    }

    /** Solder that has not melted through: dull and grainy. */
    void dull(Placement place, Shape shape, Relief relief, int seed) {
        Relief rough = (u, v) -> 0.6 * relief.at(u, v)
                + 0.75 * Grain.smooth(u / 3.1, v / 3.1, seed) + 1.3 * Grain.smooth(u / 7, v / 7, seed + 1);
        canvas.fill(place, shape, (u, v, rgb) -> {
            double grain = 1 + 0.16 * Grain.smooth(u / 1.3, v / 1.3, seed + 2);
            double level = 0.92 * grain * metal.dull(slopeX(rough, place, u, v), slopeY(rough, place, u, v));
            Paint.set(rgb, level, 0.97 * level, 0.92 * level);
        });
    }

    /** A tinned lead or pin with nearly flat top. */
    void tinned(Placement place, Shape shape, double level) {
        canvas.fill(place, shape, (u, v, rgb) -> {
            double edge = shape.distance(u, v);
            double k = level * (edge > -1.6 ? 0.62 : 1) * (1 + 0.05 * Grain.smooth(u / 3, v / 9, 91));
            Paint.set(rgb, 0.80 * k, 0.80 * k, 0.77 * k);
        });
    }

    /** Slopes in directions of the picture, for that is where the lamp is. */
    private static double slopeX(Relief relief, Placement place, double u, double v) {
        double c = place.cos() * 0.5;
        double s = place.sin() * 0.5;
        return relief.at(u + c, v - s) - relief.at(u - c, v + s);
    }

    private static double slopeY(Relief relief, Placement place, double u, double v) {
        double c = place.cos() * 0.5;
        double s = place.sin() * 0.5;
        return relief.at(u + s, v + c) - relief.at(u - s, v - c);
    }
}
