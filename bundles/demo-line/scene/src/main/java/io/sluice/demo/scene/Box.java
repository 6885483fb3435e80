package io.sluice.demo.scene;

/** An upright rectangle in pixels: left, top, width, height. */
public record Box(double x, double y, double width, double height) {

    public Box moved(double dx, double dy) {
        return new Box(x + dx, y + dy, width, height);
    }

    public Box scaled(double factor) {
        return new Box(x * factor, y * factor, width * factor, height * factor);
    }

    /** The part inside the other; of size 0 where they are apart. */
    public Box clippedTo(Box other) {
        double left = Math.max(x, other.x);
        double top = Math.max(y, other.y);
        double right = Math.min(x + width, other.x + other.width);
        double bottom = Math.min(y + height, other.y + other.height);
        if (left == x && top == y && right == x + width && bottom == y + height) {
            return this;
        }
        return new Box(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }

    /** The smallest rectangle around both. */
    public Box union(Box other) {
        double left = Math.min(x, other.x);
        double top = Math.min(y, other.y);
        double right = Math.max(x + width, other.x + other.width);
        double bottom = Math.max(y + height, other.y + other.height);
        return new Box(left, top, right - left, bottom - top);
    }

    public double area() {
        return width * height;
    }

    /** Shared area over joined area, 0 to 1. */
    public double overlap(Box other) {
        double shared = clippedTo(other).area();
        return shared == 0 ? 0 : shared / (area() + other.area() - shared);
    }
}
