package io.sluice.placement.internal.pool;

/**
 * How many pictures share a run of a model on a device.
 *
 * @param pictures from 1
 * @param waitNanos how long a picture waits at most for others; 0 where none share a run
 * @param worstNanos such a run is taken to last at most
 * @param costNanos of a lane that a picture is charged with: a run's worst case, divided among those who share it for sure
 * @param reason why so many, for people, with the numbers
 */
record Batch(int pictures, long waitNanos, double worstNanos, double costNanos, String reason) {

    /** Each picture has a run of its own. */
    static Batch single(double worstNanos, String reason) {
        return new Batch(1, 0, worstNanos, worstNanos, reason);
    }
}
