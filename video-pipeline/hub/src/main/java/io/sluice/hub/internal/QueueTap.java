package io.sluice.hub.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tap with its queue, guarded by its stream's lock. When the queue is full, units are skipped, and counted, up to
 * the next key frame that finds room: what a reader gets can always be decoded. What the ring held when the tap was
 * opened does not count against the capacity, because it is in memory anyway and arrives all at once.
 */
final class QueueTap implements Tap {

    private static final Logger LOG = LoggerFactory.getLogger(QueueTap.class);

    private final Stream stream;
    private final ReentrantLock lock;
    private final Condition arrived;
    private final TapOptions options;
    private final Runnable onDetach;
    private final ArrayDeque<AccessUnit> queue = new ArrayDeque<>();
    private int burst;
    private boolean skipping;
    private boolean skippedIsMissed = true;
    private long missed;
    private int waiters;
    private volatile boolean tell;
    private volatile boolean closed;

    QueueTap(Stream stream, TapOptions options, Runnable onDetach) {
        this.stream = stream;
        this.lock = stream.lock();
        this.arrived = lock.newCondition();
        this.options = options;
        this.onDetach = onDetach;
    }

    /**
     * Queues what the ring holds for this reader. Called with the lock held.
     *
     * @param firstSequence the first this stream ever gave
     * @param nextSequence the next it will give
     */
    void begin(Ring ring, long firstSequence, long nextSequence) {
        int from = switch (options.start()) {
            case NEXT_KEY_FRAME -> -1;
            case KEY_FRAME -> ring.keyIndex();
            case AFTER -> resumeAt(ring, firstSequence, nextSequence);
        };
        if (from < 0) {
            skipping = true;
            skippedIsMissed = options.start() == TapOptions.Start.AFTER && missed > 0;
            return;
        }
        for (int index = from; index < ring.size(); index++) {
            queue.add(ring.get(index).retain());
        }
        burst = queue.size();
    }

    /** Called with the lock held. */
    void offer(AccessUnit unit) {
        boolean room = queue.size() - burst < options.capacity();
        if (skipping ? !(room && unit.keyFrame()) : !room) {
            skipping = true;
            missed += skippedIsMissed ? 1 : 0;
            return;
        }
        skipping = false;
        skippedIsMissed = true;
        tell |= queue.isEmpty();
        queue.add(unit.retain());
        if (waiters > 0) {
            arrived.signal();
        }
    }

    /** Calls the reader when there is news. Called without the lock. */
    void tellAvailable() {
        if (!tell) {
            return;
        }
        tell = false;
        try {
            options.onAvailable().run();
        } catch (RuntimeException error) {
            LOG.warn("Tap {} of {} failed to take notice of a unit", options.name(), stream.cameraId(), error);
        }
    }

    /** Ends it without taking it off the stream. Called with the lock held. */
    void end(List<AccessUnit> dropped) {
        closed = true;
        tell = true;
        dropped.addAll(queue);
        queue.clear();
        arrived.signalAll();
    }

    @Override
    public AccessUnit poll() {
        lock.lock();
        try {
            return take();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public AccessUnit poll(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        lock.lockInterruptibly();
        waiters++;
        try {
            while (queue.isEmpty() && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return take();
        } finally {
            waiters--;
            lock.unlock();
        }
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public long missed() {
        lock.lock();
        try {
            return missed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<AccessUnit> dropped = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            end(dropped);
            tell = false;
            stream.detach(this);
        } finally {
            lock.unlock();
            Stream.release(dropped);
        }
        onDetach.run();
    }

    /** Called with the lock held. */
    StreamInfo.TapInfo info() {
        return new StreamInfo.TapInfo(options.name(), queue.size(), missed);
    }

    private AccessUnit take() {
        AccessUnit unit = queue.poll();
        if (burst > 0 && unit != null) {
            burst--;
        }
        return unit;
    }

    /** Index to continue at after a sequence already seen, or -1 to wait for a key frame. */
    private int resumeAt(Ring ring, long firstSequence, long nextSequence) {
        long wanted = options.after().orElse(-1) + 1;
        if (wanted == nextSequence) {
            return ring.size();
        }
        if (ring.first().isPresent() && wanted >= ring.first().getAsLong() && wanted < nextSequence) {
            return ring.indexOf(wanted);
        }
        int key = ring.keyIndex();
        long resumed = key < 0 ? nextSequence : ring.get(key).sequence();
        // A number of an earlier hub tells nothing about how much was missed.
        missed = wanted > firstSequence ? Math.max(0, resumed - wanted) : 0;
        return key;
    }
}
