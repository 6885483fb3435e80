package io.sluice.bench.swap;

import java.util.List;

/**
 * A recording against the clip that was played in a loop.
 *
 * @param units recorded
 * @param same recorded units that are the clip's, in its order
 * @param lost units of the clip that are missing between two recorded ones
 * @param changed recorded units that are nowhere in the clip
 */
record Comparison(int units, int same, int lost, int changed) {

    static Comparison of(List<String> clip, List<String> recorded) {
        int expected = clip.indexOf(recorded.get(0));
        int same = 0;
        int lost = 0;
        int changed = 0;
        for (String digest : recorded) {
            int found = distance(clip, Math.max(expected, 0), digest);
            if (found < 0) {
                changed++;
            } else {
                same++;
                lost += found;
                expected = (Math.max(expected, 0) + found) % clip.size();
            }
            expected = (Math.max(expected, 0) + 1) % clip.size();
        }
        return new Comparison(recorded.size(), same, lost, changed);
    }

    /** Steps from a place in the looped clip to the next unit with this digest; -1 when there is none. */
    private static int distance(List<String> clip, int from, String digest) {
        for (int steps = 0; steps < clip.size(); steps++) {
            if (clip.get((from + steps) % clip.size()).equals(digest)) {
                return steps;
            }
        }
        return -1;
    }
}
