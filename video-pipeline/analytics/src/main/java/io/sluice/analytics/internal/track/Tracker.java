package io.sluice.analytics.internal.track;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Follows things over pictures by where they should be, in the manner of ByteTrack (Zhang and others, 2022): sure
 * sightings are matched first; unsure ones, below the threshold, only keep a known thing alive and begin no track.
 * Not thread-safe.
 */
public final class Tracker {

    private static final double LEAST_OVERLAP = 0.3;
    private static final double LEAST_NEARNESS = 0.15;
    private static final double LEAST_UNSURE_OVERLAP = 0.4;
    /** How long a thing may be out of sight: this time, and this many pictures where they are rare. */
    private static final double PATIENCE_SECONDS = 1.5;
    private static final double PATIENCE_PICTURES = 4;
    private static final double FLICKER_PICTURES = 2;
    /** A jump of the clock this long, or back, is another scene. */
    private static final double LONGEST_GAP_SECONDS = 10;

    private final List<Track> tracks = new ArrayList<>();
    private final List<Track> ended = new ArrayList<>();
    private long nextId;
    private double time = Double.NaN;
    private double interval;

    /** @param firstId id of the first thing; the next ones count up */
    public Tracker(long firstId) {
        nextId = firstId;
    }

    /**
     * Goes on to the next picture.
     *
     * @param sure sightings that are reported
     * @param unsure sightings that may belong to a known thing
     * @param seconds time of the picture
     * @return the track of each sure sighting
     */
    public Map<Sighting, Track> update(Collection<Sighting> sure, Collection<Sighting> unsure, double seconds) {
        ended.clear();
        advance(seconds);
        Map<Sighting, Track> found = new IdentityHashMap<>();
        Set<Track> lost = new LinkedHashSet<>(tracks);
        Set<Sighting> fresh = identitySet(sure);
        BiConsumer<Track, Sighting> onMatch = (track, sighting) -> found.put(sighting, track);
        Matching.match(lost, fresh, Similarity.OVERLAP, LEAST_OVERLAP, onMatch);
        Matching.match(lost, fresh, Similarity.NEARNESS, LEAST_NEARNESS, onMatch);
        found.forEach((sighting, track) -> track.correct(sighting));
        Matching.match(lost, identitySet(unsure), Similarity.OVERLAP, LEAST_UNSURE_OVERLAP, Track::correct);
        lost.stream().filter(this::outOfPatience).forEach(ended::add);
        tracks.removeAll(ended);
        sure.stream().filter(fresh::contains).forEach(sighting -> found.put(sighting, begin(sighting)));
        return found;
    }

    /** The tracks given up at the latest update. */
    public List<Track> ended() {
        return ended;
    }

    private Track begin(Sighting sighting) {
        Track track = new Track(nextId++, sighting, time);
        tracks.add(track);
        return track;
    }

    private void advance(double seconds) {
        double gap = seconds - time;
        if (gap < 0 || gap > LONGEST_GAP_SECONDS + PATIENCE_PICTURES * interval) {
            ended.addAll(tracks);
            tracks.clear();
            interval = 0;
        } else if (gap > 0) {
            interval = interval == 0 ? gap : interval + (gap - interval) / 8;
            tracks.forEach(track -> track.predict(seconds));
        }
        time = seconds;
    }

    private boolean outOfPatience(Track track) {
        double pictures = track.confirmed() ? PATIENCE_PICTURES : FLICKER_PICTURES;
        double patience = pictures * interval * 1.5;
        return track.unseen() > (track.confirmed() ? Math.max(PATIENCE_SECONDS, patience) : patience);
    }

    private static Set<Sighting> identitySet(Collection<Sighting> sightings) {
        Set<Sighting> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(sightings);
        return set;
    }
}
