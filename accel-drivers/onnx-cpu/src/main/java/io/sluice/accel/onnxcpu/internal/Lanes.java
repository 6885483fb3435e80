package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The turns of a device's users: as many run at once as it has lanes, the others wait in the order in which they came.
 * With more runs than cores, each would only push the others' data out of the caches, and hold memory of its own
 * meanwhile. Knows for what part of its time the device was busy. Thread-safe; allocates nothing while lanes are free.
 */
final class Lanes {

    /** Readings over a shorter time would mostly tell of chance. */
    private static final long LEAST_WINDOW = TimeUnit.SECONDS.toNanos(1);

    private final int count;
    private final Semaphore free;
    private final long epoch = System.nanoTime();
    private final AtomicInteger running = new AtomicInteger();
    /** Ends less beginnings of all runs: with those that run counted to now, the time spent in runs. */
    private final LongAdder spent = new LongAdder();
    private Sample before = new Sample(0, 0);
    private Sample latest = before;

    /** Time spent in runs by a time, both in nanoseconds since {@link #epoch}. */
    private record Sample(long time, long spent) {}

    Lanes(int count) {
        this.count = count;
        free = new Semaphore(count, true);
    }

    int count() {
        return count;
    }

    /**
     * Waits for a lane. An interrupt does not end the wait, and is kept.
     *
     * @throws UnavailableException when none came free
     */
    void enter(Duration patience) {
        await(patience);
        running.incrementAndGet();
        spent.add(epoch - System.nanoTime());
    }

    void leave() {
        spent.add(System.nanoTime() - epoch);
        running.decrementAndGet();
        free.release();
    }

    /** Part of the lanes' time that was spent in runs, over the last seconds or since this was asked last, 0 to 1. */
    synchronized double utilisation() {
        long now = System.nanoTime() - epoch;
        if (now - latest.time >= LEAST_WINDOW) {
            before = latest;
            latest = new Sample(now, spentBy(now));
        }
        double part = (double) (spentBy(now) - before.spent) / Math.max(1, (now - before.time) * count);
        return Math.max(0, Math.min(1, part));
    }

    private long spentBy(long now) {
        return spent.sum() + running.get() * now;
    }

    private void await(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw new UnavailableException("accelerator.busy",
                            "None of the " + count + " lanes came free within " + patience.toSeconds() + " s.",
                            "Analyse fewer pictures a second, or use a smaller model.", null);
                } catch (InterruptedException kept) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
