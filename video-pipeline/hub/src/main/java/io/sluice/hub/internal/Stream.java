package io.sluice.hub.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.TapOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One camera's stream: ring, taps, and who publishes. One short lock guards all of it, the queues of the taps
 * included, so that attaching with what the ring holds is one step. Units are released and readers are called outside
 * the lock.
 */
final class Stream {

    private static final long RATE_SPAN_NANOS = 5_000_000_000L;

    private final String cameraId;
    private final ReentrantLock lock = new ReentrantLock();
    private final Ring ring;
    private RingLimits limits;
    private QueueTap[] taps = new QueueTap[0];
    private HubPublisher publisher;
    private StreamFormat format;
    private boolean awaitingKeyFrame;
    private boolean ended;
    private final long firstSequence;
    private long nextSequence;
    private long units;
    private long bytes;
    private long lost;
    private long lastArrivalNanos;

    /**
     * @param totalBytes in all streams' rings together
     * @param firstSequence above any that the camera had before
     */
    Stream(String cameraId, RingLimits limits, AtomicLong totalBytes, long firstSequence) {
        this.ring = new Ring(totalBytes);
        this.cameraId = cameraId;
        this.limits = limits;
        this.firstSequence = firstSequence;
        this.nextSequence = firstSequence;
    }

    String cameraId() {
        return cameraId;
    }

    ReentrantLock lock() {
        return lock;
    }

    void limit(RingLimits next) {
        lock.lock();
        try {
            limits = next;
        } finally {
            lock.unlock();
        }
    }

    /** Makes this the publisher whose units are taken. */
    void admit(HubPublisher next) {
        lock.lock();
        try {
            publisher = next;
            awaitingKeyFrame = true;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it was the publisher in office */
    boolean dismiss(HubPublisher former) {
        lock.lock();
        try {
            boolean inOffice = publisher == former;
            publisher = inOffice ? null : publisher;
            return inOffice;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a unit with its reference.
     *
     * @param scratch the caller's empty list, used for what falls out of the ring and left empty
     * @return whether the publisher is still in office
     */
    boolean publish(HubPublisher from, AccessUnit unit, List<AccessUnit> scratch) {
        QueueTap[] readers;
        long now = System.nanoTime();
        lock.lock();
        try {
            if (publisher != from) {
                scratch.add(unit);
                return false;
            }
            if (!decodable(unit)) {
                scratch.add(unit);
                return true;
            }
            unit.number(nextSequence++);
            count(unit, now);
            readers = taps;
            for (QueueTap tap : readers) {
                tap.offer(unit);
            }
            ring.add(unit, now);
            ring.evict(limits, now, scratch);
        } finally {
            lock.unlock();
            release(scratch);
        }
        for (QueueTap tap : readers) {
            tap.tellAvailable();
        }
        return true;
    }

    QueueTap attach(TapOptions options, Runnable onDetach) {
        QueueTap tap = new QueueTap(this, options, onDetach);
        lock.lock();
        try {
            if (ended) {
                tap.end(new ArrayList<>());
                return tap;
            }
            tap.begin(ring, firstSequence, nextSequence);
            taps = Arrays.copyOf(taps, taps.length + 1);
            taps[taps.length - 1] = tap;
            return tap;
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    void detach(QueueTap tap) {
        taps = Arrays.stream(taps).filter(other -> other != tap).toArray(QueueTap[]::new);
    }

    /** Drops the history when nobody has published since; what is old by then is of no use to anybody. */
    void dropIfUnpublished() {
        List<AccessUnit> dropped = new ArrayList<>();
        lock.lock();
        try {
            if (publisher == null) {
                ring.drain(dropped);
            }
        } finally {
            lock.unlock();
            release(dropped);
        }
    }

    boolean idle() {
        lock.lock();
        try {
            return publisher == null && taps.length == 0 && ring.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** The hub goes away: publishers answer false, taps are closed, everything is released. */
    void end() {
        List<AccessUnit> dropped = new ArrayList<>();
        QueueTap[] readers;
        lock.lock();
        try {
            ended = true;
            publisher = null;
            readers = taps;
            taps = new QueueTap[0];
            for (QueueTap tap : readers) {
                tap.end(dropped);
            }
            ring.drain(dropped);
        } finally {
            lock.unlock();
            release(dropped);
        }
        for (QueueTap tap : readers) {
            tap.tellAvailable();
        }
    }

    StreamInfo info() {
        lock.lock();
        try {
            long now = System.nanoTime();
            double[] rates = ring.rates(now, RATE_SPAN_NANOS);
            Optional<Instant> last =
                    units == 0 ? Optional.empty() : Optional.of(Instant.now().minusNanos(now - lastArrivalNanos));
            List<StreamInfo.TapInfo> readers = Arrays.stream(taps).map(QueueTap::info).toList();
            return new StreamInfo(cameraId, Optional.ofNullable(format), publisher != null, units, bytes, lost, last,
                    rates[0], rates[1], readers);
        } finally {
            lock.unlock();
        }
    }

    static void release(List<AccessUnit> units) {
        units.forEach(AccessUnit::release);
        units.clear();
    }

    private boolean decodable(AccessUnit unit) {
        boolean changed = unit.format() != format && !unit.format().equals(format);
        if (!unit.keyFrame() && (awaitingKeyFrame || changed)) {
            return false;
        }
        awaitingKeyFrame = false;
        format = unit.format();
        return true;
    }

    private void count(AccessUnit unit, long now) {
        units++;
        bytes += unit.size();
        lost += unit.discontinuity() ? 1 : 0;
        lastArrivalNanos = now;
    }
}
