package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.Placement;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * All accelerators and all leases on them, by the rule of {@link Planner}. Worst cases are those measured when a model was
 * loaded on a device for the first time, not those of operation, which wait for each other. Thread-safe.
 *
 * <p>One lock guards who is promised what; models are loaded and measured outside of it, so that a slow load keeps nobody
 * but its own lease waiting. A lease is promised its share before its model is loaded, and moves once that is done: the
 * former session serves until its last binding is closed.
 *
 * <p>A version of a model that takes over from another is warm before the other is given up. Where both do not fit, the new one
 * takes over the share of the old one of the same user at once, which then runs on without a promise until it is closed.
 *
 * <p>Where a model takes several pictures a run and measured times show a gain, its users on a device share runs by
 * {@link BatchRule}: each holds a {@link BatchSlot} that looks like any other binding. How many pictures share a run is part of
 * the plan and told with it.
 */
public final class Pool implements Placement {

    private static final Comparator<PlacedLease> ORDER = Comparator
            .comparingInt((PlacedLease lease) -> lease.demand.priority()).thenComparingLong(lease -> lease.order);
    /** What is measured within this time is considered; a device that takes longer gets its leases later. */
    private static final long MEASURING_SECONDS = 3;
    private static final int MOST_ATTEMPTS = 16;

    private final Rules rules;
    private final TimingStore store;
    private final Clocks clocks;
    private final Executor loading;
    private final Announcer announcer;
    private final Loader loader;
    private final Devices devices;
    private final Rebalancer rebalancer;
    private final List<PlacedLease> leases = new ArrayList<>();
    private final Map<String, List<ModelDescriptor>> foreseen = new ConcurrentHashMap<>();
    private long orders;
    private volatile boolean closed;

    /**
     * @param planning runs one task after another
     * @param loading runs as many tasks as there are; must work until this is closed
     */
    public Pool(
            Rules rules, TimingStore store, Clocks clocks, Executor planning, Executor loading, Announcer announcer) {
        this.rules = rules;
        this.store = store;
        this.clocks = clocks;
        this.loading = loading;
        this.announcer = announcer;
        loader = new Loader(rules, store, clocks, loading);
        devices = new Devices(rules, announcer);
        rebalancer = new Rebalancer(this, loader, announcer, planning);
    }

    /**
     * An accelerator came.
     *
     * @param rank the higher goes first where two claim one location
     */
    public void add(Accelerator accelerator, Comparable<?> rank) {
        synchronized (this) {
            devices.add(new Device(accelerator, rank, now()));
            devices.judge(now());
        }
        rebalancer.request();
    }

    /** An accelerator goes. Returns at once: its leases move as soon as they can. */
    public void remove(Accelerator accelerator) {
        synchronized (this) {
            devices.remove(accelerator);
            devices.judge(now());
        }
        rebalancer.request();
    }

    /** Models that may be wanted are measured in the background, on each device that takes them; none ends that. */
    public void foresee(String algorithm, List<ModelDescriptor> models) {
        if (models.isEmpty()) {
            foreseen.remove(algorithm);
        } else {
            foreseen.put(algorithm, List.copyOf(models));
            rebalancer.request();
        }
    }

    /** Begins to measure what may be wanted and never was measured. */
    void measureForeseen() {
        foreseen.values().forEach(models -> models.forEach(
                model -> measure(pairs(new Demand("import", model, 0, Integer.MAX_VALUE)))));
    }

    @Override
    public Lease place(Demand demand) {
        for (int attempt = 0; ; attempt++) {
            List<Pair> pairs = measured(demand);
            PlacedLease lease = admit(demand, pairs);
            Offer offer = lease.promised().orElseThrow();
            try {
                Device device = devices.find(offer.device()).orElseThrow(Problems::noDevice);
                SharedSession session = loader.acquire(device, demand.model().variants().get(offer.variant()));
                String reason = lease.noted(Explanation.reason(
                        demand, Optional.of(offer), demand.runsPerSecond(), loads(Optional.of(lease)), pairs));
                lease.settle(Optional.of(session), demand.runsPerSecond(), offer.batch().pictures(), reason)
                        .ifPresent(spare -> spare.release(now()));
                return lease;
            } catch (SluiceException failure) {
                lease.close();
                // Each failure excludes a pair, so that this ends, unless devices come and go all the time.
                if (attempt >= MOST_ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    /** All pairs, those never measured measured now, if that does not take long or there is no other. */
    private List<Pair> measured(Demand demand) {
        List<CompletableFuture<Void>> measuring = measure(pairs(demand));
        try {
            CompletableFuture.allOf(measuring.toArray(CompletableFuture[]::new)).get(MEASURING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            if (pairs(demand).stream().noneMatch(pair -> pair.offer(rules).isPresent())) {
                CompletableFuture.allOf(measuring.toArray(CompletableFuture[]::new)).join();
            }
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problems.stopped();
        }
        return pairs(demand);
    }

    /** Begins to measure what was never measured; all are placed anew when one is done. */
    List<CompletableFuture<Void>> measure(List<Pair> pairs) {
        return pairs.stream().filter(Pair::unmeasured)
                .map(pair -> loader.measure(pair.device(), pair.variant()))
                .map(measuring -> measuring.whenComplete((done, error) -> rebalancer.request()))
                .toList();
    }

    private synchronized PlacedLease admit(Demand demand, List<Pair> pairs) {
        if (closed) {
            throw Problems.stopped();
        }
        PlacedLease lease = new Admission(this, demand, pairs, orders).admit();
        orders++;
        leases.add(lease);
        // Those who made room move at once, those who share runs with it bind anew.
        rebalancer.request();
        return lease;
    }

    /** Promises what was planned. Called under the pool's lock. */
    void promise(Allocation.Result plan, Map<Long, PlacedLease> held, Map<Long, List<Pair>> pairs) {
        devices.all().forEach(device -> device.batches.keySet()
                .removeIf(key -> !plan.batches().containsKey(new Allocation.Spot(device, key))));
        plan.batches().forEach((spot, batch) -> spot.device().batches.put(spot.key(), batch));
        for (Grant grant : plan.grants()) {
            PlacedLease lease = held.get(grant.want().order());
            lease.promise(grant.offer(), grant.rate(), grant.reduced(), Explanation.options(
                    lease.demand, pairs.get(lease.order), grant, plan.reasons(), rules));
        }
    }

    Allocation.Seat seat(PlacedLease lease, double rate) {
        return new Allocation.Seat(
                lease.order, rate, lease.demand.priority(), pairs(lease.demand), lease.promised());
    }

    /** What of a lease counts: nothing once another has taken over its share. Called under the pool's lock. */
    double counted(PlacedLease lease, double rate) {
        boolean superseded =
                leases.stream().anyMatch(other -> other.replaced().filter(former -> former == lease).isPresent());
        return superseded ? 0 : rate;
    }

    List<Pair> pairs(Demand demand) {
        long now = now();
        return devices.all().stream()
                .flatMap(device -> IntStream.range(0, demand.model().variants().size())
                        .mapToObj(index -> Pair.of(device, demand, index, store, now)))
                .toList();
    }

    /** What is promised on each device. Called under the pool's lock. */
    Usage usage(Optional<PlacedLease> without) {
        Usage usage = new Usage();
        leases.stream().filter(lease -> without.isEmpty() || without.get() != lease)
                .forEach(lease -> lease.promised()
                        .ifPresent(offer -> usage.add(offer, counted(lease, lease.promisedRate()))));
        return usage;
    }

    /** Looks after devices and sessions; to be called every second or two, by one thread. */
    public void tick() {
        long now = now();
        boolean changed = false;
        for (Device device : devices.all()) {
            device.sumUp(now);
            changed |= devices.watch(device, now);
        }
        devices.sweep(now, loading);
        synchronized (this) {
            changed |= devices.judge(now);
            changed |= leases.stream().anyMatch(lease -> lease.promised().isEmpty() || !lease.isAt(lease.promised()));
            changed |= rebalancer.isDue(now) && !leases.isEmpty();
        }
        if (changed) {
            rebalancer.request();
        }
    }

    void runFailed(SharedSession session, UnavailableException failure) {
        if (session.device.gone()) {
            return;
        }
        String cause = failure.getMessage();
        boolean excluded = session.failures.failed(cause, rules.failuresInRow(), rules.backOff(), now());
        excluded |= session.device.failures.failed(cause, rules.failuresInRow(), rules.backOff(), now());
        if (excluded) {
            synchronized (this) {
                devices.judge(now());
            }
            rebalancer.request();
        }
    }

    void released(PlacedLease lease) {
        boolean othersWait;
        synchronized (this) {
            leases.remove(lease);
            announcer.leaseWell(lease.demand);
            othersWait = leases.stream().anyMatch(other ->
                    other.promised().isEmpty() || other.promisedRate() < other.demand.runsPerSecond());
        }
        if (othersWait) {
            rebalancer.request();
        }
    }

    long now() {
        return clocks.now();
    }

    Rules rules() {
        return rules;
    }

    Devices devices() {
        return devices;
    }

    Rebalancer rebalancer() {
        return rebalancer;
    }

    boolean closed() {
        return closed;
    }

    /** Held at present, in the order in which they are placed. */
    synchronized List<PlacedLease> leases() {
        return leases.stream().sorted(ORDER).toList();
    }

    synchronized boolean holds(PlacedLease lease) {
        return leases.contains(lease);
    }

    synchronized List<LeaseUse> uses() {
        return leases().stream().map(PlacedLease::use).toList();
    }

    /** Promised load of each device. */
    synchronized Map<String, Double> loads(Optional<PlacedLease> without) {
        return usage(without).loads();
    }

    /** Ends all leases and frees all models after the runs in flight, or without those that hang. */
    public void close() {
        List<PlacedLease> held;
        synchronized (this) {
            closed = true;
            held = List.copyOf(leases);
        }
        held.forEach(PlacedLease::close);
        // What is still being loaded is closed by its loader then.
        devices.all().forEach(Device::leave);
        Sessions.closeAll(devices.sessions(), loading);
        devices.all().forEach(device -> announcer.deviceWell(device.id));
    }
}
