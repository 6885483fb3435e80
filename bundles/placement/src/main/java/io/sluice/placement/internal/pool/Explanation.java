package io.sluice.placement.internal.pool;

import io.sluice.api.accel.BatchOption;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.error.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Puts decisions into words and numbers. */
final class Explanation {

    private static final double NANOS_PER_MILLI = 1e6;

    private Explanation() {}

    static String reason(Demand demand, Optional<Offer> offer, double rate, Map<String, Double> loads, List<Pair> pairs) {
        if (offer.isEmpty()) {
            return pairs.isEmpty()
                    ? "there is no accelerator"
                    : String.join("; ", pairs.stream()
                            .map(pair -> pair.device().id + " " + withoutEnd(obstacle(pair).orElse("has no time left")))
                            .distinct().toList());
        }
        Offer place = offer.get();
        String runs = place.batch().pictures() > 1 ? "There " + place.batch().reason()
                : "A run there takes " + Problems.millis(place.medianNanos()) + " ms, "
                        + Problems.millis(place.batch().worstNanos()) + " ms at worst";
        if (demand.runsPerSecond() == 0) {
            return "Best effort on " + place.device() + ". " + runs + ".";
        }
        double before = loads.getOrDefault(place.device(), 0.0);
        String load = "; with it " + Problems.percent(before + place.share(rate)) + " of the time of " + place.device()
                + " is promised, of " + Problems.percent(place.limit()) + " at most.";
        return rate < demand.runsPerSecond() * 0.999
                ? "Reduced to " + Problems.number(rate) + " of " + Problems.number(demand.runsPerSecond())
                        + " runs a second on " + place.device() + ", for no device has more time left. " + runs + load
                : (place.cpu() && pairs.stream().anyMatch(pair -> !pair.device().cpu())
                        ? "No accelerator could take it; " : "") + place.device()
                        + " is the least loaded that fits. " + runs + load;
    }

    static List<PlacementOption> options(
            Demand demand, List<Pair> pairs, Grant grant, Map<Allocation.Spot, BatchRule> reasons, Rules rules) {
        Optional<Offer> chosen = grant.offer();
        Map<String, Double> loads = grant.loadsBefore();
        List<Offer> fastest = Planner.fastest(pairs.stream().flatMap(pair -> pair.offer(rules).stream()).toList());
        List<PlacementOption> options = new ArrayList<>();
        for (Pair pair : pairs) {
            Optional<Offer> offer = pair.offer(rules);
            boolean taken = chosen.isPresent() && offer.isPresent() && offer.get().samePlace(chosen.get());
            double before = loads.getOrDefault(pair.device().id, 0.0);
            double after = before + offer.map(one -> one.share(taken ? grant.rate() : demand.runsPerSecond())).orElse(0.0);
            options.add(new PlacementOption(
                    pair.device().id, pair.variant().data().format(), pair.variant().precision(), taken,
                    millis(pair.timings().map(timings -> (double) timings.single().medianNanos())),
                    millis(pair.timings().map(timings -> timings.single().worstNanos(rules.margin()))),
                    before, after, offer.map(one -> one.batch().pictures()).orElse(1),
                    batches(demand, pair, offer, reasons, rules), verdict(pair, offer, taken, fastest, chosen, after)));
        }
        return options;
    }

    private static List<BatchOption> batches(
            Demand demand, Pair pair, Optional<Offer> offer, Map<Allocation.Spot, BatchRule> reasons, Rules rules) {
        if (pair.timings().isEmpty()) {
            return List.of();
        }
        BatchRule present = reasons.get(Allocation.Spot.of(pair));
        BatchRule rule = present == null
                ? Allocation.rule(pair, List.of(demand.runsPerSecond()), rules) : present;
        return rule.options(offer.map(one -> one.batch().pictures()).orElse(1));
    }

    private static String verdict(
            Pair pair, Optional<Offer> offer, boolean taken, List<Offer> fastest, Optional<Offer> chosen, double after) {
        if (taken) {
            return "taken";
        }
        Optional<String> obstacle = obstacle(pair);
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        if (offer.isEmpty()) {
            return "not measured yet";
        }
        if (fastest.stream().noneMatch(offer.get()::samePlace)) {
            return "another variant is faster there";
        }
        if (after > offer.get().limit()) {
            return "does not fit: " + Problems.percent(after) + " of its time would be promised, of "
                    + Problems.percent(offer.get().limit()) + " at most";
        }
        if (offer.get().cpu() && chosen.isPresent() && !chosen.get().cpu()) {
            return "fits, but an accelerator spares the processor";
        }
        return "fits, but is no better: " + Problems.percent(after) + " of its time would be promised";
    }

    private static Optional<String> obstacle(Pair pair) {
        if (!pair.goesTogether()) {
            return Optional.of(pair.unfit());
        }
        if (pair.device().rival().isPresent()) {
            return Optional.of("is the same device as " + pair.device().rival().get());
        }
        if (!pair.usable()) {
            return Optional.of(pair.device().gone() ? "has gone" : "failed: " + pair.device().failures.cause());
        }
        return pair.obstacle().map(SluiceException::getMessage);
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static OptionalDouble millis(Optional<Double> nanos) {
        return nanos.map(value -> OptionalDouble.of(value / NANOS_PER_MILLI)).orElseGet(OptionalDouble::empty);
    }
}
