package io.sluice.api.frame;

/**
 * An upright rectangle in a picture, relative to its size: (0, 0) is the top left corner, (1, 1) the bottom right.
 *
 * @param x left edge
 * @param y top edge
 * @param width of the picture's width
 * @param height of the picture's height
 */
public record Region(double x, double y, double width, double height) {

    /** The whole picture. */
    public static final Region ALL = new Region(0, 0, 1, 1);

    public Region {
        if (!(width >= 0 && height >= 0)) {
            throw new IllegalArgumentException("a region has no negative size: " + width + " x " + height);
        }
    }

    public Point centre() {
        return new Point(x + width / 2, y + height / 2);
    }

    /** Middle of the lower edge: where a thing that stands on the ground touches it. */
    public Point foot() {
        return new Point(x + width / 2, y + height);
    }

    public double area() {
        return width * height;
    }

    /** Shared area over joined area, 0 to 1. */
    public double overlap(Region other) {
        double w = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double h = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double shared = w * h;
        return shared / (area() + other.area() - shared);
    }
}
