package io.sluice.analytics.internal.place;

import io.sluice.analytics.internal.place.SideMemory.Side;
import io.sluice.analytics.internal.track.Track;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.frame.Point;
import io.sluice.api.result.Crossing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells who enters and leaves a zone. What appears inside has entered; what disappears inside has left. */
final class ZonePlace implements Place {

    private static final double ON_PICTURE_EDGE = 1e-3;

    private final Zone zone;
    private final Map<Long, SideMemory> memories = new HashMap<>();

    ZonePlace(Zone zone) {
        this.zone = zone;
    }

    @Override
    public void see(Track track, double seconds, List<Crossing> crossings) {
        Anchor anchor = Anchor.of(track.box());
        SideMemory memory = memories.computeIfAbsent(track.id(), id -> new SideMemory(false));
        boolean wasInside = memory.settled() == Side.FIRST;
        if (!memory.see(side(anchor), anchor.point(), seconds)) {
            return;
        }
        boolean isInside = memory.settled() == Side.FIRST;
        if (isInside != wasInside) {
            crossings.add(crossing(isInside ? Crossing.Kind.ENTER : Crossing.Kind.LEAVE, track));
        }
    }

    @Override
    public void end(Track track, List<Crossing> crossings) {
        SideMemory memory = memories.remove(track.id());
        if (memory != null && memory.settled() == Side.FIRST) {
            crossings.add(crossing(Crossing.Kind.LEAVE, track));
        }
    }

    private Side side(Anchor anchor) {
        if (distance(anchor.point()) < anchor.margin()) {
            return Side.UNCLEAR;
        }
        return Geometry.inside(zone.outline(), inward(anchor.point())) ? Side.FIRST : Side.SECOND;
    }

    /** From the outline, without its edges along the picture's edge: nothing can be seen on both sides of those. */
    private double distance(Point point) {
        double nearest = Double.POSITIVE_INFINITY;
        Point before = zone.outline().get(zone.outline().size() - 1);
        for (Point corner : zone.outline()) {
            if (!alongPictureEdge(before, corner)) {
                nearest = Math.min(nearest, Geometry.distanceToSegment(before, corner, point));
            }
            before = corner;
        }
        return nearest;
    }

    private static boolean alongPictureEdge(Point one, Point other) {
        return atEdge(one.x()) && sameEdge(one.x(), other.x()) || atEdge(one.y()) && sameEdge(one.y(), other.y());
    }

    private static boolean atEdge(double value) {
        return value < ON_PICTURE_EDGE || value > 1 - ON_PICTURE_EDGE;
    }

    private static boolean sameEdge(double one, double other) {
        return Math.abs(one - other) < ON_PICTURE_EDGE;
    }

    /** A hair into the picture, so that a foot on its very edge is not outside of a zone that ends there. */
    private static Point inward(Point point) {
        return new Point(hair(point.x()), hair(point.y()));
    }

    private static double hair(double value) {
        return Math.max(2 * ON_PICTURE_EDGE, Math.min(1 - 2 * ON_PICTURE_EDGE, value));
    }

    private Crossing crossing(Crossing.Kind kind, Track track) {
        return new Crossing(kind, zone.name(), track.id(), track.label());
    }
}
