package io.sluice.placement.internal.pool;

import io.sluice.api.error.SluiceException;
import java.util.ArrayList;
import java.util.Collection;
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
        List<Grant> grants = promise(held, pairs);
        // Those without a place first: the others are served where they are meanwhile.
        grants.stream()
                .sorted(Comparator.comparing((Grant grant) ->
                        held.get(grant.want().order()).isSettled(pool.now())))
                .forEach(grant -> move(
                        held.get(grant.want().order()), grant, pairs.get(grant.want().order())));
        bindAnewWhereSparse(held.values());
        pairs.values().forEach(pool::measure);
        pool.measureForeseen();
    }

    /** After users left, those who share runs may sit in more groups than they need. */
    private static void bindAnewWhereSparse(Collection<PlacedLease> leases) {
        Map<SharedSession, Boolean> sparse = new HashMap<>();
        for (PlacedLease lease : leases) {
            lease.sessionInUse()
                    .filter(session -> sparse.computeIfAbsent(session, one -> one.batches.condense()))
                    .ifPresent(session -> lease.renew());
        }
    }

    private List<Grant> promise(Map<Long, PlacedLease> held, Map<Long, List<Pair>> pairs) {
        synchronized (pool) {
            if (pool.closed()) {
                return List.of();
            }
            List<Allocation.Seat> seats = new ArrayList<>();
            for (PlacedLease lease : pool.leases()) {
                Allocation.Seat seat = pool.seat(lease, pool.counted(lease, lease.demand.runsPerSecond()));
                held.put(lease.order, lease);
                pairs.put(lease.order, seat.pairs());
                seats.add(seat);
            }
            Allocation.Result plan = Allocation.of(seats, pool.rules());
            pool.promise(plan, held, pairs);
            return plan.grants();
        }
    }

    private void move(PlacedLease lease, Grant grant, List<Pair> pairs) {
        // One that another takes over from goes on as before, though nothing is promised to it any more.
        double rate = grant.want().rate() == 0 ? lease.demand.runsPerSecond() : grant.rate();
        int pictures = grant.offer().map(offer -> offer.batch().pictures()).orElse(1);
        String reason = lease.noted(Explanation.reason(lease.demand, grant.offer(), rate, grant.loadsBefore(), pairs));
        if (lease.isAt(grant.offer())) {
            lease.adjust(rate, pictures, reason);
        } else if (grant.offer().isEmpty()) {
            settle(lease, Optional.empty(), 0, 1, reason);
        } else {
            try {
                Offer offer = grant.offer().get();
                Device device = pool.devices().find(offer.device()).orElseThrow(Problems::noDevice);
                SharedSession next =
                        loader.acquire(device, lease.demand.model().variants().get(offer.variant()));
                settle(lease, Optional.of(next), rate, pictures, reason);
            } catch (SluiceException failure) {
                // Now it is an obstacle, and the next plan goes round it; what still works serves meanwhile.
                if (!lease.isSettled(pool.now())) {
                    settle(lease, Optional.empty(), 0, 1, failure.getMessage());
                }
                request();
                return;
            }
        }
        tell(lease, grant, reason);
    }

    private void settle(PlacedLease lease, Optional<SharedSession> next, double rate, int pictures, String reason) {
        lease.settle(next, rate, pictures, reason).ifPresent(spare -> spare.release(pool.now()));
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
