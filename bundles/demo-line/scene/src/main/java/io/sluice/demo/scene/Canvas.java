package io.sluice.demo.scene;

/** A picture being drawn: red, green, blue as floats, 0 to 1, shapes with smooth edges. Used by one thread. */
final class Canvas {

    final int width;
    final int height;
    final float[] red;
    final float[] green;
    final float[] blue;
    private final float[] rgb = new float[3];

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        red = new float[width * height];
        green = new float[width * height];
        blue = new float[width * height];
    }

    void fill(Placement place, Shape shape, Paint paint) {
        fill(place, shape, paint, 1, 0.6);
    }

    /**
     * @param opacity 0 to 1
     * @param softness half the width of the edge, in pixels
     */
    void fill(Placement place, Shape shape, Paint paint, double opacity, double softness) {
        double reach = shape.reach() + softness + 1;
        int left = Math.max(0, (int) Math.floor(place.x() - reach));
        int right = Math.min(width - 1, (int) Math.ceil(place.x() + reach));
        int top = Math.max(0, (int) Math.floor(place.y() - reach));
        int bottom = Math.min(height - 1, (int) Math.ceil(place.y() + reach));
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double u = place.innerX(x + 0.5, y + 0.5);
                double v = place.innerY(x + 0.5, y + 0.5);
                double d = shape.distance(u, v);
                if (d < softness) {
                    double edge = d <= -softness ? 1 : (softness - d) / (2 * softness);
                    paint.shade(u, v, rgb);
                    blend(y * width + x, (float) (opacity * edge));
                }
            }
        }
    }

    private void blend(int i, float share) {
        red[i] += (rgb[0] - red[i]) * share;
        green[i] += (rgb[1] - green[i]) * share;
        blue[i] += (rgb[2] - blue[i]) * share;
    }
}
