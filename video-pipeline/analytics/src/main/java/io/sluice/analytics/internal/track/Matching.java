package io.sluice.analytics.internal.track;

import io.sluice.api.frame.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Pairs tracks with sightings of the same label, the most alike first. */
final class Matching {

    private record Pair(Track track, Sighting sighting, double likeness) {}

    private Matching() {}

    /**
     * Pairs what is alike and removes it from both sets, which compare by identity.
     *
     * @param least what is less alike is not paired
     */
    static void match(
            Set<Track> tracks,
            Set<Sighting> sightings,
            Similarity similarity,
            double least,
            BiConsumer<Track, Sighting> onMatch) {
        List<Pair> pairs = new ArrayList<>();
        for (Track track : tracks) {
            Region expected = track.box();
            for (Sighting sighting : sightings) {
                if (track.label().equals(sighting.label())) {
                    double likeness = similarity.of(expected, sighting.box());
                    if (likeness >= least) {
                        pairs.add(new Pair(track, sighting, likeness));
                    }
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::likeness).reversed());
        for (Pair pair : pairs) {
            if (tracks.contains(pair.track) && sightings.contains(pair.sighting)) {
                tracks.remove(pair.track);
                sightings.remove(pair.sighting);
                onMatch.accept(pair.track, pair.sighting);
            }
        }
    }
}
