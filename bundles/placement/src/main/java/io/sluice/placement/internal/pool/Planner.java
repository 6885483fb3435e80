package io.sluice.placement.internal.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rule of who runs where; a pure function.
 *
 * <ol>
 *   <li>Of a model's variants on one device the fastest counts, by its measured median.
 *   <li>A demand fits where the worst cases of all who are promised something there, its own included, stay under the
 *       device's limit. Best effort always fits and counts nothing.
 *   <li>An accelerator goes before the processor, which decoding needs too; then the device with the lowest resulting load,
 *       in steps of 5 %; then the one with the fewest leases a lane; then the fastest.
 *   <li>A lease stays where it is unless it has to go, may go from the processor to an accelerator, or finds a device whose
 *       load would be lower by 20 % or more of its time.
 *   <li>When not all fit, lower priority numbers go first. Within one priority those that do not fit go where they get
 *       most, and share that device evenly with the others of their priority there; who wants less than an even share gets
 *       what it wants.
 * </ol>
 */
final class Planner {

    static final double NEWS = 0.2;
    private static final double STEP = 0.05;
    /** Fewer runs a second than this are of no use to anybody. */
    private static final double LEAST_RATE = 0.1;
    private static final double ROUNDING = 1e-9;

    private Planner() {}

    /** Places all anew, in their order. */
    static List<Grant> plan(Collection<Want> wants) {
        TreeMap<Integer, List<Want>> groups = new TreeMap<>();
        wants.stream().sorted(Want.ORDER)
                .forEach(want -> groups.computeIfAbsent(want.priority(), priority -> new ArrayList<>()).add(want));
        Usage usage = new Usage();
        List<Grant> grants = new ArrayList<>();
        for (List<Want> group : groups.values()) {
            grants.addAll(planGroup(group, usage));
        }
        return grants;
    }

    private static List<Grant> planGroup(List<Want> group, Usage usage) {
        Usage before = usage.copy();
        Usage full = usage.copy();
        Map<Want, Grant> grants = new LinkedHashMap<>();
        Map<String, List<Want>> crowded = new HashMap<>();
        List<Want> unfit = new ArrayList<>();
        for (Want want : group) {
            Optional<Offer> offer = choose(want, fastest(want.offers()), full);
            grants.put(want, new Grant(want, offer, want.rate(), full.loads()));
            offer.ifPresent(place -> full.add(place, want.rate()));
            if (offer.isEmpty()) {
                unfit.add(want);
            }
        }
        for (Want want : unfit) {
            Optional<Offer> most = most(want, grants.values(), before);
            grants.put(want, new Grant(want, most, 0, full.loads()));
            most.ifPresent(place -> crowded.computeIfAbsent(place.device(), device -> new ArrayList<>()).add(want));
        }
        for (String device : crowded.keySet()) {
            shareEvenly(device, grants, before);
        }
        grants.values().forEach(grant -> grant.offer().ifPresent(offer -> usage.add(offer, grant.rate())));
        return List.copyOf(grants.values());
    }

    private static Optional<Offer> choose(Want want, List<Offer> offers, Usage usage) {
        List<Offer> fitting = offers.stream().filter(offer -> fits(offer, want.rate(), usage)).toList();
        Optional<Offer> best = fitting.stream().min(preference(want.rate(), usage));
        Optional<Offer> staying = want.staying().filter(fitting::contains);
        if (best.isPresent() && staying.isPresent()) {
            boolean worthMoving = staying.get().cpu() && !best.get().cpu()
                    || resulting(staying.get(), want.rate(), usage)
                            >= resulting(best.get(), want.rate(), usage) + NEWS;
            return worthMoving ? best : staying;
        }
        return best;
    }

    static boolean fits(Offer offer, double rate, Usage usage) {
        return rate == 0 || resulting(offer, rate, usage) <= offer.limit() + ROUNDING;
    }

    private static double resulting(Offer offer, double rate, Usage usage) {
        return usage.load(offer.device()) + offer.share(rate);
    }

    private static Comparator<Offer> preference(double rate, Usage usage) {
        return Comparator.comparing(Offer::cpu)
                .thenComparingLong(offer -> (long) (resulting(offer, rate, usage) / STEP))
                .thenComparingDouble(offer -> (double) usage.leases(offer.device()) / offer.lanes())
                .thenComparingDouble(Offer::medianNanos)
                .thenComparing(Offer::device);
    }

    /** The fastest variant on each device. */
    static List<Offer> fastest(List<Offer> offers) {
        Map<String, Offer> best = new TreeMap<>();
        offers.forEach(offer -> best.merge(offer.device(), offer,
                (one, other) -> other.medianNanos() < one.medianNanos() ? other : one));
        return List.copyOf(best.values());
    }

    /** Where one that does not fit would get the highest rate if all of its priority there shared evenly. */
    private static Optional<Offer> most(Want want, Collection<Grant> group, Usage before) {
        return fastest(want.offers()).stream()
                .filter(offer -> offer.limit() - before.load(offer.device()) > ROUNDING)
                .max(Comparator.comparingDouble(offer -> {
                    long sharing = 1 + group.stream()
                            .filter(grant -> grant.want() != want && grant.want().rate() > 0)
                            .filter(grant -> grant.offer().isPresent()
                                    && grant.offer().get().device().equals(offer.device()))
                            .count();
                    return offer.rate((offer.limit() - before.load(offer.device())) / sharing);
                }));
    }

    private static void shareEvenly(String device, Map<Want, Grant> grants, Usage before) {
        List<Grant> there = grants.values().stream()
                .filter(grant -> grant.want().rate() > 0)
                .filter(grant -> grant.offer().isPresent() && grant.offer().get().device().equals(device))
                .sorted(Comparator.comparingDouble(
                        (Grant grant) -> grant.offer().orElseThrow().share(grant.want().rate())))
                .toList();
        double left = there.get(0).offer().orElseThrow().limit() - before.load(device);
        for (int index = 0; index < there.size(); index++) {
            Grant grant = there.get(index);
            Offer offer = grant.offer().orElseThrow();
            double even = Math.max(0, left) / (there.size() - index);
            double share = Math.min(even, offer.share(grant.want().rate()));
            double rate = Math.min(grant.want().rate(), offer.rate(share));
            boolean useless = rate < Math.min(LEAST_RATE, grant.want().rate());
            left -= useless ? 0 : share;
            grants.put(grant.want(), new Grant(grant.want(), useless ? Optional.empty() : grant.offer(),
                    useless ? 0 : rate, grant.loadsBefore()));
        }
    }
}
