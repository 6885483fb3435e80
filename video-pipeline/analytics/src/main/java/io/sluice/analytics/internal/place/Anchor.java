package io.sluice.analytics.internal.place;

import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;

/** The point of a thing that counts, its foot, and how far it must be beyond a border for that to be clear. */
record Anchor(Point point, double margin) {

    private static final double MARGIN_OF_SIZE = 0.1;
    private static final double LEAST_MARGIN = 0.005;
    private static final double MOST_MARGIN = 0.03;

    static Anchor of(Region box) {
        Point foot = box.foot();
        double margin = MARGIN_OF_SIZE * Math.min(box.width(), box.height());
        return new Anchor(new Point(within(foot.x(), 0, 1), within(foot.y(), 0, 1)),
                within(margin, LEAST_MARGIN, MOST_MARGIN));
    }

    private static double within(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
