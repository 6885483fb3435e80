package io.sluice.classic.internal;

import java.util.List;

/** Values between given points of a scale, on straight lines between them and beyond the ends. */
final class Scale {

    /** @param at rising */
    record Point(double at, double value) {}

    private final List<Point> points;

    /** @param points at least two, strictly rising */
    Scale(List<Point> points) {
        this.points = List.copyOf(points);
    }

    /** Whether points rise strictly, as they must. */
    static boolean rises(List<Point> points) {
        for (int index = 1; index < points.size(); index++) {
            if (points.get(index).at() <= points.get(index - 1).at()) {
                return false;
            }
        }
        return true;
    }

    double first() {
        return points.get(0).at();
    }

    double last() {
        return points.get(points.size() - 1).at();
    }

    double value(double at) {
        int upper = 1;
        while (upper < points.size() - 1 && points.get(upper).at() < at) {
            upper++;
        }
        Point low = points.get(upper - 1);
        Point high = points.get(upper);
        return low.value() + (high.value() - low.value()) * (at - low.at()) / (high.at() - low.at());
    }
}
