package io.sluice.demo.scene;

/**
 * Where something lies: its own (0, 0) at ({@code x}, {@code y}) of what it lies on, turned by {@code angle}.
 */
record Placement(double x, double y, double angle, double cos, double sin) {

    static Placement at(double x, double y, double angle) {
        return new Placement(x, y, angle, Math.cos(angle), Math.sin(angle));
    }

    /** Where something lies that is placed on this. */
    Placement then(double dx, double dy, double turn) {
        return at(outerX(dx, dy), outerY(dx, dy), angle + turn);
    }

    double outerX(double u, double v) {
        return x + cos * u - sin * v;
    }

    double outerY(double u, double v) {
        return y + sin * u + cos * v;
    }

    double innerX(double px, double py) {
        return cos * (px - x) + sin * (py - y);
    }

    double innerY(double px, double py) {
        return cos * (py - y) - sin * (px - x);
    }

    /** The upright box around a rectangle of this size about (0, 0). */
    Box around(double width, double height) {
        double w = Math.abs(cos) * width + Math.abs(sin) * height;
        double h = Math.abs(sin) * width + Math.abs(cos) * height;
        return new Box(x - w / 2, y - h / 2, w, h);
    }
}
