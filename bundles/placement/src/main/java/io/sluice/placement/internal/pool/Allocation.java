package io.sluice.placement.internal.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who runs where by the rule of {@link Planner}, together with how many pictures share a run there by {@link BatchRule}. One
 * depends on the other: what a picture costs on how many users are there, and who is there on what a picture costs. So both
 * are done in turn until nothing changes; where that does not end soon, each picture has a run of its own. Changes nothing.
 */
final class Allocation {

    private static final int MOST_ROUNDS = 4;

    /**
     * A lease, or what may become one.
     *
     * @param rate that counts, in runs a second
     * @param present what it is promised
     */
    record Seat(long order, double rate, int priority, List<Pair> pairs, Optional<Offer> present) {}

    /** A model on a device. */
    record Spot(Device device, String key) {
        static Spot of(Pair pair) {
            return new Spot(pair.device(), Pair.key(pair.variant()));
        }
    }

    /**
     * What comes of it.
     *
     * @param batches where more than one number of pictures was measured
     * @param reasons by which these were chosen
     */
    record Result(List<Grant> grants, Map<Spot, Batch> batches, Map<Spot, BatchRule> reasons) {

        Grant of(long order) {
            return grants.stream().filter(grant -> grant.want().order() == order).findFirst().orElseThrow();
        }
    }

    private final Map<Long, Seat> seats = new HashMap<>();
    private final Rules rules;
    private final Set<Spot> alone = new HashSet<>();
    private final Map<Spot, BatchRule> reasons = new HashMap<>();

    private Allocation(Collection<Seat> seats, Rules rules) {
        seats.forEach(seat -> this.seats.put(seat.order(), seat));
        this.rules = rules;
    }

    static Result of(Collection<Seat> seats, Rules rules) {
        return new Allocation(seats, rules).plan();
    }

    private Result plan() {
        Map<Spot, Batch> batches = present();
        for (int round = 1; ; round++) {
            List<Grant> grants = Planner.plan(wants(batches));
            Map<Spot, Batch> next = choose(grants);
            if (next.equals(batches)) {
                return new Result(grants, batches, reasons);
            }
            if (round >= MOST_ROUNDS) {
                Map<Spot, Batch> before = batches;
                next.keySet().stream().filter(spot -> !next.get(spot).equals(before.get(spot))).forEach(alone::add);
                before.keySet().stream().filter(spot -> !next.containsKey(spot)).forEach(alone::add);
                next.keySet().removeAll(alone);
            }
            batches = next;
        }
    }

    private Map<Spot, Batch> present() {
        Map<Spot, Batch> present = new HashMap<>();
        seats.values().forEach(seat -> seat.pairs().forEach(pair -> {
            Batch batch = pair.device().batches.get(Pair.key(pair.variant()));
            if (batch != null) {
                present.put(Spot.of(pair), batch);
            }
        }));
        return present;
    }

    private List<Want> wants(Map<Spot, Batch> batches) {
        return seats.values().stream().map(seat -> new Want(seat.order(), seat.rate(), seat.priority(),
                seat.pairs().stream()
                        .flatMap(pair -> pair.offer(rules, Optional.ofNullable(batches.get(Spot.of(pair)))).stream())
                        .toList(),
                seat.present())).toList();
    }

    private Map<Spot, Batch> choose(List<Grant> grants) {
        Map<Spot, List<Double>> users = new HashMap<>();
        Map<Spot, Pair> pairs = new HashMap<>();
        for (Grant grant : grants) {
            grant.offer().flatMap(offer -> pair(grant, offer)).filter(Allocation::sizesKnown).ifPresent(pair -> {
                users.computeIfAbsent(Spot.of(pair), spot -> new ArrayList<>()).add(grant.want().rate());
                pairs.put(Spot.of(pair), pair);
            });
        }
        reasons.clear();
        Map<Spot, Batch> batches = new HashMap<>();
        users.forEach((spot, rates) -> {
            BatchRule rule = rule(pairs.get(spot), rates, rules);
            Batch now = spot.device().batches.get(spot.key());
            reasons.put(spot, rule);
            if (!alone.contains(spot)) {
                batches.put(spot, rule.choose(now == null ? 1 : now.pictures()));
            }
        });
        return batches;
    }

    /** By these users' rates. Of a pair that was measured. */
    static BatchRule rule(Pair pair, List<Double> rates, Rules rules) {
        int most = pair.device().mostPictures.getOrDefault(Pair.key(pair.variant()), Integer.MAX_VALUE);
        return new BatchRule(
                pair.timings().orElseThrow(), rules.margin(), pair.device().info.lanes(), rates, most);
    }

    private Optional<Pair> pair(Grant grant, Offer offer) {
        return seats.get(grant.want().order()).pairs().stream()
                .filter(pair -> pair.device().id.equals(offer.device()) && pair.index() == offer.variant()
                        && pair.possible())
                .findFirst();
    }

    private static boolean sizesKnown(Pair pair) {
        return pair.timings().filter(timings -> timings.byPictures().size() > 1).isPresent();
    }
}
