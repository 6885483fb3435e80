package io.sluice.analytics.internal.place;

import io.sluice.analytics.internal.track.Track;
import io.sluice.api.result.Crossing;
import java.util.List;

/** A zone or line with what it remembers of each thing. Not thread-safe. */
interface Place {

    /** Tells where a thing was seen; adds what it thereby did. */
    void see(Track track, double seconds, List<Crossing> crossings);

    /** Tells that a thing is not followed any more; adds what it thereby did. */
    void end(Track track, List<Crossing> crossings);
}
