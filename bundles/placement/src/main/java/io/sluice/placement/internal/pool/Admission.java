package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Demand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a newcomer fits, and who makes room for it. It is admitted where it is served in full and none of its priority or
 * above gets less than without it. Those of lower priority, that is with a larger number, may have to move, run less often
 * or give their place up, but only where nothing else helps; they are told with the reason. Since equals never make room for
 * each other, and the rule by which room is made is the one by which all are placed anew, nothing goes to and fro. Called
 * under the pool's lock.
 */
final class Admission {

    private static final double ROUNDING = 1e-6;

    private final Pool pool;
    private final Demand demand;
    private final List<Pair> pairs;
    private final long order;
    private final Map<Long, PlacedLease> held = new HashMap<>();
    private Allocation.Result without;

    Admission(Pool pool, Demand demand, List<Pair> pairs, long order) {
        this.pool = pool;
        this.demand = demand;
        this.pairs = pairs;
        this.order = order;
        pool.leases().forEach(lease -> held.put(lease.order, lease));
    }

    /**
     * @return the new lease with its promise; those of the others are changed with it
     * @throws io.sluice.api.error.SluiceException when it does not fit, with the numbers
     */
    PlacedLease admit() {
        Optional<PlacedLease> predecessor =
                pool.leases().stream().filter(lease -> lease.precedes(demand)).findFirst();
        Optional<Allocation.Result> beside = attempt(Optional.empty(), false);
        // A version that takes over from another one is to have the room of that one before anybody else's.
        Allocation.Result result = beside
                .or(() -> predecessor.isPresent() ? attempt(predecessor, false) : Optional.empty())
                .or(() -> attempt(predecessor, true))
                .orElseThrow(() -> Problems.refusal(demand, pairs, pool.usage(Optional.empty()), pool.rules()));
        PlacedLease lease = new PlacedLease(pool, demand, order);
        if (beside.isEmpty()) {
            predecessor.ifPresent(lease::replace);
        }
        List<String> madeRoom = tellDisplaced(result);
        held.put(order, lease);
        Map<Long, List<Pair>> seats = new HashMap<>();
        held.values().forEach(one -> seats.put(one.order, one == lease ? pairs : pool.pairs(one.demand)));
        pool.promise(result, held, seats);
        if (!madeRoom.isEmpty()) {
            lease.note(new Note("Room was made for it: " + String.join("; ", madeRoom) + ".",
                    lease.promised(), false));
        }
        return lease;
    }

    /** @param displacing whether those of lower priority may get less */
    private Optional<Allocation.Result> attempt(Optional<PlacedLease> replaced, boolean displacing) {
        List<Allocation.Seat> seats = new ArrayList<>();
        for (PlacedLease lease : held.values()) {
            boolean gives = replaced.filter(former -> former == lease).isPresent();
            seats.add(pool.seat(lease, gives ? 0 : pool.counted(lease, lease.demand.runsPerSecond())));
        }
        without = Allocation.of(seats, pool.rules());
        seats.add(new Allocation.Seat(order, demand.runsPerSecond(), demand.priority(), pairs, Optional.empty()));
        Allocation.Result result = Allocation.of(seats, pool.rules());
        Grant own = result.of(order);
        boolean served = own.offer().isPresent() && own.rate() >= demand.runsPerSecond() - ROUNDING;
        boolean fair = held.values().stream()
                .filter(lease -> !displacing || lease.demand.priority() <= demand.priority())
                .noneMatch(lease -> worse(lease, result.of(lease.order)));
        return served && fair ? Optional.of(result) : Optional.empty();
    }

    private boolean worse(PlacedLease lease, Grant grant) {
        Grant before = without.of(lease.order);
        return before.offer().isPresent() && (grant.offer().isEmpty() || grant.rate() < before.rate() - ROUNDING);
    }

    private List<String> tellDisplaced(Allocation.Result result) {
        List<String> displaced = new ArrayList<>();
        for (PlacedLease lease : held.values()) {
            Grant grant = result.of(lease.order);
            boolean moved = !lease.promised().map(offer -> grant.offer().filter(offer::samePlace).isPresent())
                    .orElse(grant.offer().isEmpty());
            if (lease.demand.priority() > demand.priority() && (moved || worse(lease, grant))) {
                displaced.add(lease.demand.model().id() + " of " + lease.demand.user() + ", priority "
                        + lease.demand.priority() + ", " + fate(lease, grant));
                lease.note(new Note("It made room for " + demand.model().id() + " of " + demand.user() + ", priority "
                        + demand.priority() + ".", grant.offer(), grant.reduced()));
            }
        }
        return displaced;
    }

    private String fate(PlacedLease lease, Grant grant) {
        return grant.offer().map(offer -> (worse(lease, grant)
                        ? "has " + Problems.number(grant.rate()) + " of " + Problems.number(lease.demand.runsPerSecond())
                                + " runs a second"
                        : "moved") + (lease.promised().filter(offer::samePlace).isPresent() ? "" : " on " + offer.device()))
                .orElse("has no place");
    }
}
