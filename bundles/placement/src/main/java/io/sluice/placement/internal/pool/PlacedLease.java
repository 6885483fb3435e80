package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelVariant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A lease of the pool. What it is promised is guarded by the pool; where it is, is one immutable value. Thread-safe. */
final class PlacedLease implements Lease {

    /**
     * Where a lease is.
     *
     * @param session the lease is one of its users; empty while there is no place
     * @param rate granted runs a second
     * @param pictures that share a run
     */
    private record Place(Optional<SharedSession> session, double rate, int pictures, String reason, Instant since) {}

    /** How long a holder that lost its place waits for the next before it is told that there is none. */
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    final Demand demand;
    final long order;
    private final Pool pool;
    private final RunStatistics statistics = new RunStatistics();
    private final Object bell = new Object();
    private volatile Place place;
    private volatile long generation;
    private volatile boolean closed;
    /** Guarded by the pool: what is promised, and which offer that is. */
    private Optional<Offer> promised = Optional.empty();
    private double promisedRate;
    private List<PlacementOption> options = List.of();
    private Optional<PlacedLease> replaced = Optional.empty();
    private volatile Optional<Note> note = Optional.empty();

    PlacedLease(Pool pool, Demand demand, long order) {
        this.pool = pool;
        this.demand = demand;
        this.order = order;
        place = new Place(Optional.empty(), 0, 1, "it is being placed", Instant.now());
    }

    Optional<Offer> promised() {
        return promised;
    }

    double promisedRate() {
        return promisedRate;
    }

    void promise(Optional<Offer> offer, double rate, boolean reduced, List<PlacementOption> why) {
        note = note.filter(told -> told.holds(offer, reduced));
        promised = offer;
        promisedRate = rate;
        options = why;
    }

    /** To be told from now on, for as long as it stays so. */
    void note(Note why) {
        note = Optional.of(why);
    }

    /** A reason, and what else is to be told. */
    String noted(String reason) {
        return note.map(told -> reason + " " + told.text()).orElse(reason);
    }

    /** The lease whose share this one has taken over, and which is about to be given up. */
    Optional<PlacedLease> replaced() {
        return replaced;
    }

    void replace(PlacedLease predecessor) {
        replaced = Optional.of(predecessor);
    }

    /** Whether the same user has the same model in another version here, such as one it is changing from. */
    boolean precedes(Demand next) {
        return demand.user().equals(next.user()) && demand.model().id().equals(next.model().id());
    }

    /** Whether it is where an offer has it. */
    boolean isAt(Optional<Offer> offer) {
        Optional<SharedSession> session = place.session();
        if (offer.isEmpty() || session.isEmpty()) {
            return offer.isEmpty() && session.isEmpty();
        }
        SharedSession there = session.get();
        return there.device.id.equals(offer.get().device()) && !there.device.gone()
                && Pair.key(there.variant).equals(Pair.key(demand.model().variants().get(offer.get().variant())));
    }

    /** Whether its place works at the moment, as far as is known. */
    boolean isSettled(long now) {
        return place.session().filter(session -> session.device.usable(now)).isPresent();
    }

    /**
     * Moves, or loses its place. Takes over the caller's use of the new session.
     *
     * @return the session of which there is one use too many now
     */
    Optional<SharedSession> settle(Optional<SharedSession> next, double rate, int pictures, String reason) {
        synchronized (bell) {
            if (closed || place.session().equals(next)) {
                adjust(rate, pictures, reason);
                return next;
            }
            Optional<SharedSession> former = place.session();
            change(new Place(next, rate, pictures, reason, Instant.now()));
            return former;
        }
    }

    /** Stays, perhaps at another rate, or with another number of pictures a run. */
    void adjust(double rate, int pictures, String reason) {
        synchronized (bell) {
            if (closed) {
                return;
            }
            Place next = new Place(place.session(), rate, pictures, reason, place.since());
            if (place.rate() != rate || place.pictures() != pictures) {
                change(next);
            } else {
                place = next;
            }
        }
    }

    /** Has its holder bind anew at the same place. */
    void renew() {
        synchronized (bell) {
            if (!closed) {
                change(place);
            }
        }
    }

    private void change(Place next) {
        place = next;
        generation++;
        bell.notifyAll();
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Binding bind() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Optional<SharedSession> there = awaitPlace(deadline);
            if (there.isEmpty()) {
                throw closed ? Problems.stopped() : Problems.moving(demand, place.reason());
            }
            SharedSession session = there.get();
            if (session.retain()) {
                return bind(session);
            }
            pool.rebalancer().request();
            if (System.nanoTime() - deadline > 0) {
                throw Problems.moving(demand, place.reason());
            }
        }
    }

    private Binding bind(SharedSession session) {
        try {
            return session.bind(statistics, pool);
        } catch (RuntimeException | Error error) {
            session.release(pool.now());
            if (error instanceof UnavailableException failure) {
                pool.runFailed(session, failure);
            }
            throw error;
        }
    }

    /** The next place is often only milliseconds away; whoever asks again later would lose pictures. */
    private Optional<SharedSession> awaitPlace(long deadline) {
        synchronized (bell) {
            while (!closed && !isSettled(pool.now())) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return Optional.empty();
                }
                try {
                    bell.wait(left);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }
            return closed ? Optional.empty() : place.session();
        }
    }

    @Override
    public InferenceSession session() {
        return new LeasedSession(this, present());
    }

    @Override
    public ModelVariant variant() {
        return present().variant;
    }

    @Override
    public String acceleratorId() {
        return present().device.id;
    }

    @Override
    public double runsPerSecond() {
        return place.rate();
    }

    @Override
    public String reason() {
        return place.reason();
    }

    @Override
    public void close() {
        Optional<SharedSession> last;
        synchronized (bell) {
            if (closed) {
                return;
            }
            closed = true;
            last = place.session();
            change(new Place(Optional.empty(), 0, 1, "it was given up", Instant.now()));
        }
        last.ifPresent(session -> session.release(pool.now()));
        pool.released(this);
    }

    /** Called by the pool, which guards the promise. */
    LeaseUse use() {
        Place now = place;
        return new LeaseUse(demand, now.session().map(session -> session.device.id),
                now.session().map(session -> session.variant.precision()), now.rate(), statistics.figures(), options,
                now.reason(), now.since());
    }

    Optional<SharedSession> sessionInUse() {
        return place.session();
    }

    private SharedSession present() {
        return place.session().orElseThrow(() -> Problems.moving(demand, place.reason()));
    }
}
