package io.sluice.picture.tensor;

import io.sluice.api.frame.Region;

/** Maps places in a model's input to places in the whole picture, both relative to their size. */
public record Mapping(Axis horizontal, Axis vertical) {

    /** Along one axis: {@code picture = offset + factor * input}. */
    public record Axis(double offset, double factor) {

        static Axis of(int input, int innerStart, int innerSize, int picture, int cropStart, int cropSize) {
            double scale = (double) cropSize / innerSize;
            return new Axis((cropStart - innerStart * scale) / picture, input * scale / picture);
        }

        double apply(double place) {
            return offset + factor * place;
        }
    }

    /** The box in the picture, cut at the picture's edges. */
    public Region apply(double left, double top, double right, double bottom) {
        double x = clamp(horizontal.apply(left));
        double y = clamp(vertical.apply(top));
        return new Region(x, y, Math.max(0, clamp(horizontal.apply(right)) - x),
                Math.max(0, clamp(vertical.apply(bottom)) - y));
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
