package io.sluice.placement.internal.pool;

/**
 * A variant of a model on a device, measured, which could be chosen.
 *
 * @param device id of the device
 * @param cpu whether it is the processor, which everything else needs too
 * @param lanes how many runs it does at once
 * @param limit most load that may be promised on it
 * @param variant index among the model's variants
 * @param medianNanos of a run with one picture
 * @param batch how many pictures share a run, and what one of them costs
 */
record Offer(
        String device, boolean cpu, int lanes, double limit, int variant, double medianNanos, Batch batch) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Part of the device's time that so many pictures a second may take. */
    double share(double perSecond) {
        return perSecond * batch.costNanos() / NANOS_PER_SECOND / lanes;
    }

    /** How many pictures a second a part of the device's time is good for. */
    double rate(double share) {
        return share * lanes * NANOS_PER_SECOND / batch.costNanos();
    }

    boolean samePlace(Offer other) {
        return device.equals(other.device) && variant == other.variant;
    }
}
