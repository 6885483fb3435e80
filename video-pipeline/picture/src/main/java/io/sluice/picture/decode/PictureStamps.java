package io.sluice.picture.decode;

/**
 * Remembers which access units went into a decoder, so that a picture that comes out, later and in another order,
 * finds its unit again. Holds more units than any decoder may delay (16 pictures, H.264 A.3.1; two fields each). Not
 * thread-safe.
 */
final class PictureStamps {

    private static final int CAPACITY = 64;

    private final long[] sequences = new long[CAPACITY];
    private final long[] mediaTimes = new long[CAPACITY];
    private final long[] wallClocks = new long[CAPACITY];
    private final boolean[] wanted = new boolean[CAPACITY];
    private long next;

    /** @return the key under which the stamp is found again, a rising number */
    long put(long sequence, long mediaTime, long wallClockMicros, boolean isWanted) {
        int slot = slot(next);
        sequences[slot] = sequence;
        mediaTimes[slot] = mediaTime;
        wallClocks[slot] = wallClockMicros;
        wanted[slot] = isWanted;
        return next++;
    }

    /** Whether the stamp of a key is still known. */
    boolean knows(long key) {
        return key >= 0 && key < next && key >= next - CAPACITY;
    }

    long sequence(long key) {
        return sequences[slot(key)];
    }

    long mediaTime(long key) {
        return mediaTimes[slot(key)];
    }

    long wallClockMicros(long key) {
        return wallClocks[slot(key)];
    }

    boolean wanted(long key) {
        return wanted[slot(key)];
    }

    private static int slot(long key) {
        return (int) (key & CAPACITY - 1);
    }
}
