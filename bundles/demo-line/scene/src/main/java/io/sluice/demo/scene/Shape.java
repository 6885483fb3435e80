package io.sluice.demo.scene;

/** An outline in coordinates of its own, about (0, 0). */
interface Shape {

    /** Distance to the outline: negative inside, positive outside. */
    double distance(double x, double y);

    /** The farthest that the shape reaches from (0, 0). */
    double reach();

    static Shape disc(double radius) {
        return new Shape() {
            @Override
            public double distance(double x, double y) {
                return Math.sqrt(x * x + y * y) - radius;
            }

            @Override
            public double reach() {
                return radius;
            }
        };
    }

    static Shape rectangle(double width, double height, double corner) {
        double w = width / 2 - corner;
        double h = height / 2 - corner;
        return new Shape() {
            @Override
            public double distance(double x, double y) {
                double dx = Math.abs(x) - w;
                double dy = Math.abs(y) - h;
                double outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
                return outside + Math.min(Math.max(dx, dy), 0) - corner;
            }

            @Override
            public double reach() {
                return Math.hypot(width, height) / 2;
            }
        };
    }

    /** The line of this width along the outline. */
    default Shape outlined(double width) {
        Shape inner = this;
        return new Shape() {
            @Override
            public double distance(double x, double y) {
                return Math.abs(inner.distance(x, y)) - width / 2;
            }

            @Override
            public double reach() {
                return inner.reach() + width / 2;
            }
        };
    }

    /** The same with an outline as uneven as something that has flowed: {@code depth} in pixels. */
    default Shape uneven(double depth, double wave, int seed) {
        Shape inner = this;
        return new Shape() {
            @Override
            public double distance(double x, double y) {
                return inner.distance(x, y) + depth * Grain.smooth(x / wave + 57.3, y / wave - 31.7, seed);
            }

            @Override
            public double reach() {
                return inner.reach() + depth;
            }
        };
    }
}
