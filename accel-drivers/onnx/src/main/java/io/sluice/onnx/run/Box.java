package io.sluice.onnx.run;

/**
 * Something found, in any unit of length that is the same for all boxes compared.
 *
 * @param label index of the class
 */
public record Box(int label, double score, double left, double top, double right, double bottom) {

    /** Share of the two boxes' common area in their whole area, 0 to 1. */
    public double overlap(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        return common / (area() + other.area() - common);
    }

    private double area() {
        return (right - left) * (bottom - top);
    }
}
