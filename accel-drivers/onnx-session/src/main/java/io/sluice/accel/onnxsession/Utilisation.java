package io.sluice.accel.onnxsession;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** For what part of their time a number of lanes are busy. Thread-safe; beginning and ending allocate nothing. */
final class Utilisation {

    /** Readings over a shorter time would mostly tell of chance. */
    private static final long LEAST_WINDOW = TimeUnit.SECONDS.toNanos(1);

    private final int lanes;
    private final long epoch = System.nanoTime();
    private final AtomicInteger running = new AtomicInteger();
    /** Ends less beginnings of all runs: with those that run counted to now, the time spent in runs. */
    private final LongAdder spent = new LongAdder();
    private Sample before = new Sample(0, 0);
    private Sample latest = before;

    /** Time spent in runs by a time, both in nanoseconds since {@link #epoch}. */
    private record Sample(long time, long spent) {}

    Utilisation(int lanes) {
        this.lanes = lanes;
    }

    void begun() {
        running.incrementAndGet();
        spent.add(epoch - System.nanoTime());
    }

    void ended() {
        spent.add(System.nanoTime() - epoch);
        running.decrementAndGet();
    }

    /** Over the last seconds, or since this was asked last where that is longer ago; 0 to 1. */
    synchronized double read() {
        long now = System.nanoTime() - epoch;
        if (now - latest.time >= LEAST_WINDOW) {
            before = latest;
            latest = new Sample(now, spentBy(now));
        }
        double part = (double) (spentBy(now) - before.spent) / Math.max(1, (now - before.time) * lanes);
        return Math.max(0, Math.min(1, part));
    }

    private long spentBy(long now) {
        return spent.sum() + running.get() * now;
    }
}
