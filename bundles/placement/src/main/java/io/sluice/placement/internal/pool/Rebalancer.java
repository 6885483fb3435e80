package io.sluice.placement.internal.pool;

import io.sluice.api.error.SluiceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Places all leases anew when something changed, on one thread. By what is known: nobody who lost a device waits for a
 * measurement; when one is done, all are placed once more.
 */
final class Rebalancer {

    /** Models that could not be had come back without a sign. */
    private static final long REVIEW_NANOS = 10_000_000_000L;

    private final Pool pool;
    private final Loader loader;
    private final Announcer announcer;
    private final Executor planning;
    private final AtomicBoolean requested = new AtomicBoolean();
    private volatile long latest;

    Rebalancer(Pool pool, Loader loader, Announcer announcer, Executor planning) {
        this.pool = pool;
        this.loader = loader;
        this.announcer = announcer;
        this.planning = planning;
        latest = pool.now();
    }

    /** Soon; several requests until then are one. */
    void request() {
        if (!pool.closed() && requested.compareAndSet(false, true)) {
            try {
                planning.execute(this::rebalance);
            } catch (RejectedExecutionException stopping) {
                requested.set(false);
            }
        }
    }

    boolean isDue(long now) {
        return now - latest > REVIEW_NANOS;
    }

    private void rebalance() {
        requested.set(false);
        latest = pool.now();
        Map<Long, PlacedLease> held = new HashMap<>();
        Map<Long, List<Pair>> pairs = new HashMap<>();
        for (PlacedLease lease : pool.leases()) {
            held.put(lease.order, lease);
            pairs.put(lease.order, pool.pairs(lease.demand));
        }
        List<Grant> grants = promise(held, pairs);
        // Those without a place first: the others are served where they are meanwhile.
        grants.stream()
                .sorted(Comparator.comparing((Grant grant) ->
                        held.get(grant.want().order()).isSettled(pool.now())))
                .forEach(grant -> move(
                        held.get(grant.want().order()), grant, pairs.get(grant.want().order())));
        pairs.values().forEach(pool::measure);
        pool.measureForeseen();
    }

    private List<Grant> promise(Map<Long, PlacedLease> held, Map<Long, List<Pair>> pairs) {
        synchronized (pool) {
            if (pool.closed()) {
                return List.of();
            }
            List<Want> wants = new ArrayList<>();
            held.values().stream().filter(pool::holds).forEach(lease -> wants.add(new Want(
                    lease.order, pool.counted(lease, lease.demand.runsPerSecond()), lease.demand.priority(),
                    pairs.get(lease.order).stream().flatMap(pair -> pair.offer(pool.rules()).stream()).toList(),
                    lease.promised())));
            List<Grant> grants = Planner.plan(wants);
            for (Grant grant : grants) {
                PlacedLease lease = held.get(grant.want().order());
                lease.promise(grant.offer(), grant.rate(), Explanation.options(
                        lease.demand, pairs.get(lease.order), grant.offer(), grant.rate(), grant.loadsBefore(),
                        pool.rules()));
            }
            return grants;
        }
    }

    private void move(PlacedLease lease, Grant grant, List<Pair> pairs) {
        // One that another takes over from goes on as before, though nothing is promised to it any more.
        double rate = grant.want().rate() == 0 ? lease.demand.runsPerSecond() : grant.rate();
        String reason = Explanation.reason(lease.demand, grant.offer(), rate, grant.loadsBefore(), pairs);
        if (lease.isAt(grant.offer())) {
            lease.adjust(rate, reason);
        } else if (grant.offer().isEmpty()) {
            settle(lease, Optional.empty(), 0, reason);
        } else {
            try {
                Offer offer = grant.offer().get();
                Device device = pool.devices().find(offer.device()).orElseThrow(Problems::noDevice);
                SharedSession next =
                        loader.acquire(device, lease.demand.model().variants().get(offer.variant()));
                settle(lease, Optional.of(next), rate, reason);
            } catch (SluiceException failure) {
                // Now it is an obstacle, and the next plan goes round it; what still works serves meanwhile.
                if (!lease.isSettled(pool.now())) {
                    settle(lease, Optional.empty(), 0, failure.getMessage());
                }
                request();
                return;
            }
        }
        tell(lease, grant, reason);
    }

    private void settle(PlacedLease lease, Optional<SharedSession> next, double rate, String reason) {
        lease.settle(next, rate, reason).ifPresent(spare -> spare.release(pool.now()));
    }

    private void tell(PlacedLease lease, Grant grant, String reason) {
        synchronized (pool) {
            if (!pool.holds(lease)) {
                return;
            }
            if (grant.offer().isEmpty()) {
                announcer.nowhere(lease.demand, reason);
            } else if (grant.reduced()) {
                announcer.reduced(lease.demand, grant.offer().get().device(), grant.rate());
            } else {
                announcer.leaseWell(lease.demand);
            }
        }
    }
}
