package io.sluice.runner.aggregation.internal;

import io.sluice.api.message.JsonObject;
import java.util.Optional;

/** A rectangle in parts of the picture. */
record Box(double x, double y, double width, double height) {

    private static final double FARTHEST = 10;

    /** Empty where it is none. */
    static Optional<Box> read(JsonObject box) {
        double x = Json.finite(box, "X");
        double y = Json.finite(box, "Y");
        double width = Json.finite(box, "Width");
        double height = Json.finite(box, "Height");
        boolean fits = Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST && width > 0 && width <= FARTHEST && height > 0
                && height <= FARTHEST;
        return fits ? Optional.of(new Box(x, y, width, height)) : Optional.empty();
    }

    /** Shared area by the area of both together, 0 to 1. */
    double overlap(Box other) {
        double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        double shared = across * down;
        return shared / (width * height + other.width * other.height - shared);
    }

    JsonObject told() {
        return JsonObject.builder().put("X", Json.number(x)).put("Y", Json.number(y)).put("Width", Json.number(width))
                .put("Height", Json.number(height)).build();
    }
}
