package io.sluice.demo.scene;

/** How shiny and dull metal look under the lamp. */
final class Metal {

    /** Elevation of the mirrored ring, as the angle from straight up. */
    private static final double RING = 0.72;

    private static final double RING_WIDTH = 0.30;
    private static final double LAMP_HEIGHT = 0.55;

    private final Lamp lamp;
    private final double lampX;
    private final double lampY;

    Metal(Lamp lamp) {
        this.lamp = lamp;
        lampX = Math.cos(lamp.azimuth());
        lampY = Math.sin(lamp.azimuth());
    }

    /**
     * Brightness of mirror-like metal of which the surface rises by {@code gx}, {@code gy} a pixel: straight down it
     * mirrors the dark lens, on slopes the ring.
     */
    double mirror(double gx, double gy) {
        double slope = Math.sqrt(gx * gx + gy * gy);
        double angle = 2 * Math.atan(slope);
        double off = (angle - RING) / RING_WIDTH;
        double side = slope < 1e-6 ? 0 : -(gx * lampX + gy * lampY) / slope;
        double ring = Math.exp(-off * off) * (1 + lamp.lean() * side);
        double haze = 0.30 + 0.16 * lamp.lean() * side * Math.min(1, slope * 2);
        double dark = angle > 1.5 ? Math.max(0.35, 1 - (angle - 1.5) * 0.6) : 1;
        return (haze + 0.78 * ring) * dark;
    }

    /** Brightness of dull metal of that slope. */
    double dull(double gx, double gy) {
        double norm = 1 / Math.sqrt(1 + gx * gx + gy * gy);
        double tilt = -(gx * lampX + gy * lampY) * norm * (0.35 + 0.5 * lamp.lean());
        return Math.max(0.1, LAMP_HEIGHT * norm + tilt);
    }
}
