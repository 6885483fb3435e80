package io.sluice.placement.internal.pool;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long the runs of a model take on a device, by the number of pictures that share a run.
 *
 * @param byPictures from 1, each the double of the one before
 * @param end why no more were measured, for people
 * @param lasting whether the reason for that stays; memory that was short may come free
 */
public record Timings(NavigableMap<Integer, Timing> byPictures, String end, boolean lasting) {

    public Timings {
        byPictures = Collections.unmodifiableNavigableMap(new TreeMap<>(byPictures));
        if (!byPictures.containsKey(1)) {
            throw new IllegalArgumentException("not measured with one picture");
        }
    }

    /** Of runs with one picture. */
    Timing single() {
        return byPictures.get(1);
    }

    /** Whether they are good for longer than today. */
    boolean worthKeeping() {
        return lasting && byPictures.values().stream().allMatch(Timing::steady);
    }
}
