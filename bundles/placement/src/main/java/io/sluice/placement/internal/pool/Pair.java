package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Demand;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelVariant;
import java.util.Optional;

/**
 * A device and a variant of a model, as they are for each other at a moment.
 *
 * @param index of the variant
 * @param unfit why they do not go together at all; empty when they do
 * @param obstacle why they do not at present
 * @param usable whether the device is given work
 * @param timings once it was measured
 */
record Pair(
        Device device,
        ModelVariant variant,
        int index,
        String unfit,
        Optional<SluiceException> obstacle,
        boolean usable,
        Optional<Timings> timings) {

    static String key(ModelVariant variant) {
        String sha256 = variant.data().sha256();
        return sha256.isEmpty()
                ? "file:" + variant.data().file().map(Object::toString).orElse(variant.data().name())
                : sha256;
    }

    static Pair of(Device device, Demand demand, int index, TimingStore store, long now) {
        ModelVariant variant = demand.model().variants().get(index);
        String key = key(variant);
        Optional<Timings> timings = Optional.ofNullable(device.timings.get(key))
                .or(() -> variant.data().sha256().isEmpty()
                        ? Optional.empty()
                        : store.find(variant.data().sha256(), device.info.chip(), device.info.driver()));
        Optional<SluiceException> failing = Optional.ofNullable(device.sessions.get(key))
                .filter(session -> session.failures.excludedAt(now))
                .map(session -> Problems.modelFails(session));
        return new Pair(device, variant, index, unfit(device, variant),
                failing.or(() -> device.obstacle(key, now).map(Device.Obstacle::cause)), device.usable(now), timings);
    }

    private static String unfit(Device device, ModelVariant variant) {
        if (!device.info.formats().contains(variant.data().format())) {
            return "loads " + String.join(", ", device.info.formats().stream().sorted().toList()) + ", not "
                    + variant.data().format();
        }
        return variant.chip().filter(chip -> !chip.equals(device.info.chip()))
                .map(chip -> "is no " + chip)
                .orElse("");
    }

    boolean goesTogether() {
        return unfit.isEmpty();
    }

    boolean possible() {
        return goesTogether() && usable && obstacle.isEmpty();
    }

    /** Whether only a measurement is missing. */
    boolean unmeasured() {
        return possible() && timings.isEmpty();
    }

    /** With as many pictures a run as at present. */
    Optional<Offer> offer(Rules rules) {
        return offer(rules, Optional.ofNullable(device.batches.get(key(variant))));
    }

    /** @param batch how many pictures share a run; one where empty */
    Optional<Offer> offer(Rules rules, Optional<Batch> batch) {
        return possible()
                ? timings.map(measured -> new Offer(device.id, device.cpu(), device.info.lanes(), device.limit(rules), index,
                        measured.single().medianNanos(), batch.orElseGet(() -> Batch.single(
                                measured.single().worstNanos(rules.margin()), measured.end()))))
                : Optional.empty();
    }
}
