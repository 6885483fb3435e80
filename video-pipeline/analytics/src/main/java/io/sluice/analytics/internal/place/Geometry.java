package io.sluice.analytics.internal.place;

import io.sluice.api.frame.Point;
import java.util.List;

/** Plane geometry in picture coordinates: x to the right, y down. */
final class Geometry {

    private Geometry() {}

    /** On which side of the directed line a point lies: negative left, positive right, seen from start to end. */
    static double side(Point start, Point end, Point point) {
        return (end.x() - start.x()) * (point.y() - start.y()) - (end.y() - start.y()) * (point.x() - start.x());
    }

    /** Distance of a point from the endless line, positive on the right, seen from start to end. */
    static double signedDistance(Point start, Point end, Point point) {
        double length = Math.hypot(end.x() - start.x(), end.y() - start.y());
        return length == 0 ? 0 : side(start, end, point) / length;
    }

    static double distanceToSegment(Point start, Point end, Point point) {
        double dx = end.x() - start.x();
        double dy = end.y() - start.y();
        double squared = dx * dx + dy * dy;
        double along = squared == 0 ? 0 : ((point.x() - start.x()) * dx + (point.y() - start.y()) * dy) / squared;
        double nearest = Math.max(0, Math.min(1, along));
        return Math.hypot(point.x() - start.x() - nearest * dx, point.y() - start.y() - nearest * dy);
    }

    /** Whether the way from one point to another meets the segment; touching counts. */
    static boolean meets(Point from, Point to, Point start, Point end) {
        return side(start, end, from) * side(start, end, to) <= 0 && side(from, to, start) * side(from, to, end) <= 0;
    }

    /** By the even-odd rule; points on the outline may fall either way. */
    static boolean inside(List<Point> outline, Point point) {
        boolean inside = false;
        Point before = outline.get(outline.size() - 1);
        for (Point corner : outline) {
            boolean spans = corner.y() > point.y() != before.y() > point.y();
            if (spans && point.x() < (before.x() - corner.x()) * (point.y() - corner.y())
                    / (before.y() - corner.y()) + corner.x()) {
                inside = !inside;
            }
            before = corner;
        }
        return inside;
    }
}
