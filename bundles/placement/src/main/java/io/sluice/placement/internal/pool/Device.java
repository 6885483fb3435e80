package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.error.SluiceException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** An accelerator service and what the pool knows of it. A service that comes back is a new device. Thread-safe. */
final class Device {

    /**
     * Why a model cannot be had on this device.
     *
     * @param until a time of the pool's clock; empty for as long as the device is there
     */
    record Obstacle(SluiceException cause, Optional<Long> until) {
        boolean holds(long now) {
            return until.isEmpty() || until.get() - now > 0;
        }
    }

    final Accelerator accelerator;
    final AcceleratorInfo info;
    final String id;
    /** The higher goes first where two claim one location. */
    final Comparable<?> rank;
    /** Held while a model is loaded and measured: two at a time would spoil each other's measurement. */
    final ReentrantLock loading = new ReentrantLock();
    final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();
    final Map<String, Obstacle> obstacles = new ConcurrentHashMap<>();
    final Map<String, Timings> timings = new ConcurrentHashMap<>();
    /** How many pictures share a run of a model here; one where nothing is said. Written under the pool's lock. */
    final Map<String, Batch> batches = new ConcurrentHashMap<>();
    /** Most pictures for which there was memory when it was needed. */
    final Map<String, Integer> mostPictures = new ConcurrentHashMap<>();
    final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();
    /** Models that are being measured in the background. */
    final Map<String, CompletableFuture<Void>> measuring = new ConcurrentHashMap<>();
    final Failures failures = new Failures();
    final LongAdder busyNanos = new LongAdder();
    private volatile boolean gone;
    private volatile boolean hot;
    private volatile Optional<String> rival = Optional.empty();
    private volatile double busy;
    private long busyBefore;
    private long busySince;

    Device(Accelerator accelerator, Comparable<?> rank, long now) {
        this.accelerator = accelerator;
        this.rank = rank;
        info = accelerator.info();
        id = accelerator.id();
        busySince = now;
    }

    boolean cpu() {
        return info.kind() == AcceleratorInfo.Kind.CPU;
    }

    boolean gone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    boolean hot() {
        return hot;
    }

    /** Who claims the same device and goes first. */
    Optional<String> rival() {
        return rival;
    }

    void rival(Optional<String> other) {
        rival = other;
    }

    boolean usable(long now) {
        return !gone && rival.isEmpty() && !failures.excludedAt(now);
    }

    double limit(Rules rules) {
        return hot ? rules.hotLimit() : rules.limit();
    }

    /** Looks at the temperature. Cool again is a few degrees below the limit, lest it swings. @return whether it changed */
    boolean feel(double celsiusLimit) {
        AcceleratorReadings readings = accelerator.readings();
        double celsius = readings.celsius().orElse(Double.NEGATIVE_INFINITY);
        double bound = hot ? celsiusLimit - 5 : celsiusLimit;
        boolean before = hot;
        hot = readings.throttled() || celsiusLimit > 0 && celsius > bound;
        return hot != before;
    }

    /** Sums up how busy it was since the last time. Called by one thread. */
    void sumUp(long now) {
        long sum = busyNanos.sum();
        long elapsed = now - busySince;
        if (elapsed > 0) {
            busy = Math.min(1, (double) (sum - busyBefore) / elapsed / info.lanes());
            busyBefore = sum;
            busySince = now;
        }
    }

    double busy() {
        return busy;
    }

    /** Whether so much more of a model fits into its memory, as far as is known. */
    boolean hasRoomFor(long bytes) {
        if (info.memoryBytes() <= 0) {
            return true;
        }
        long used = accelerator.readings().memoryUsed().orElseGet(() -> loadedBytes());
        return bytes <= info.memoryBytes() - used;
    }

    long loadedBytes() {
        return sessions.values().stream().mapToLong(session -> session.bytes).sum();
    }

    Optional<Obstacle> obstacle(String key, long now) {
        return Optional.ofNullable(obstacles.get(key)).filter(obstacle -> obstacle.holds(now));
    }

    Collection<SharedSession> loaded() {
        return sessions.values();
    }
}
