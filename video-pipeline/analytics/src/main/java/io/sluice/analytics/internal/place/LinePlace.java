package io.sluice.analytics.internal.place;

import io.sluice.analytics.internal.place.SideMemory.Side;
import io.sluice.analytics.internal.track.Track;
import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.frame.Point;
import io.sluice.api.result.Crossing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells who crosses a line, and which way. Who walks around its end does not cross. */
final class LinePlace implements Place {

    private final Line line;
    private final Map<Long, SideMemory> memories = new HashMap<>();

    LinePlace(Line line) {
        this.line = line;
    }

    @Override
    public void see(Track track, double seconds, List<Crossing> crossings) {
        Anchor anchor = Anchor.of(track.box());
        SideMemory memory = memories.computeIfAbsent(track.id(), id -> new SideMemory(true));
        boolean known = memory.settled() != Side.UNCLEAR;
        if (!memory.see(side(anchor), anchor.point(), seconds)) {
            return;
        }
        Point before = memory.moveTo(anchor.point());
        if (known && Geometry.meets(before, anchor.point(), line.start(), line.end())) {
            Crossing.Kind kind = memory.settled() == Side.SECOND
                    ? Crossing.Kind.CROSS_TO_RIGHT
                    : Crossing.Kind.CROSS_TO_LEFT;
            crossings.add(new Crossing(kind, line.name(), track.id(), track.label()));
        }
    }

    @Override
    public void end(Track track, List<Crossing> crossings) {
        memories.remove(track.id());
    }

    /** FIRST is the left side, seen from start to end. */
    private Side side(Anchor anchor) {
        double distance = Geometry.signedDistance(line.start(), line.end(), anchor.point());
        if (Math.abs(distance) < anchor.margin()) {
            return Side.UNCLEAR;
        }
        return distance < 0 ? Side.FIRST : Side.SECOND;
    }
}
