package io.sluice.analytics.internal.place;

import io.sluice.analytics.internal.track.Track;
import io.sluice.api.device.AnalysisSpec.Line;
import io.sluice.api.device.AnalysisSpec.Zone;
import io.sluice.api.result.Crossing;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The zones and lines of one analysis. Not thread-safe. */
public final class Places {

    private Map<Object, Place> places = Map.of();

    /** Sets what is watched; a zone or line that stays as it is keeps what it knows of each thing. */
    public void watch(List<Zone> zones, List<Line> lines) {
        Map<Object, Place> next = new HashMap<>();
        zones.forEach(zone -> next.put(zone, kept(zone, new ZonePlace(zone))));
        lines.forEach(line -> next.put(line, kept(line, new LinePlace(line))));
        places = next;
    }

    /** Tells what the things did by being where they are. */
    public void see(Collection<Track> seen, double seconds, List<Crossing> crossings) {
        for (Place place : places.values()) {
            for (Track track : seen) {
                place.see(track, seconds, crossings);
            }
        }
    }

    /** Tells what the things did by disappearing. */
    public void end(Collection<Track> ended, List<Crossing> crossings) {
        for (Place place : places.values()) {
            for (Track track : ended) {
                place.end(track, crossings);
            }
        }
    }

    private Place kept(Object specification, Place fresh) {
        return places.getOrDefault(specification, fresh);
    }
}
