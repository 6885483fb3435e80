package io.sluice.analytics.internal.post;

import java.util.Arrays;

/**
 * Greedy non-maximum suppression by class: of boxes of one label that overlap too much the best stays. Reuses its
 * arrays. Not thread-safe.
 */
public final class Suppression {

    /**
     * A model that answers with more boxes than this above the threshold is confused; the best of them are looked
     * at.
     */
    private static final int MOST_CONSIDERED = 2000;
    /** More things than this in one picture are of use to nobody. */
    private static final int MOST_KEPT = 300;

    private final int[] kept = new int[MOST_KEPT];
    private long[] order = new long[64];
    private int size;

    /** Chooses among the candidates. @param overlap above which one of two boxes goes, 0 to 1 */
    public void select(Candidates candidates, double overlap) {
        size = 0;
        int count = candidates.size();
        sort(candidates, count);
        int last = Math.max(0, count - MOST_CONSIDERED);
        for (int position = count - 1; position >= last && size < MOST_KEPT; position--) {
            int index = index(order[position]);
            if (!covered(candidates, index, overlap)) {
                kept[size++] = index;
            }
        }
    }

    /** How many candidates stay. */
    public int size() {
        return size;
    }

    /** Index of a candidate that stays, best score first. */
    public int kept(int position) {
        return kept[position];
    }

    private boolean covered(Candidates candidates, int index, double overlap) {
        for (int position = 0; position < size; position++) {
            int better = kept[position];
            if (candidates.label(better) == candidates.label(index) && candidates.overlap(better, index) > overlap) {
                return true;
            }
        }
        return false;
    }

    /** Rising by score, and of equal scores the first comes last. Bits of positive floats order as the floats do. */
    private void sort(Candidates candidates, int count) {
        if (order.length < count) {
            order = new long[Math.max(count, order.length * 2)];
        }
        for (int index = 0; index < count; index++) {
            order[index] = (long) Float.floatToRawIntBits(candidates.score(index)) << 32 | ~index & 0xFFFF_FFFFL;
        }
        Arrays.sort(order, 0, count);
    }

    private static int index(long key) {
        return ~(int) key;
    }
}
