package io.sluice.accel.onnxsession;

import io.sluice.api.error.UnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The turns of a device's users: as many run at once as it has lanes, the others wait. With more runs than cores, each
 * would only push the others' data out of the caches, and hold memory of its own meanwhile.
 *
 * <p>Who waits is served in the order of coming, with one exception: who has just left a lane and comes back at once
 * may have it again, for a slice of time in all. Waking a thread takes a good part of a short run, for which the lane
 * would lie idle after each of them.
 *
 * <p>Who leaves a lane before its slice is over wakes the first who waits, unless it always came back at once: the one
 * woken would often run first, on the very core of the one who woke it, and each run would be handed on after all. So
 * that no lane lies idle for long when that habit ends, the first who waits looks by itself now and then. The lock is
 * held for moments only. Thread-safe; allocates nothing while lanes are free.
 */
final class Lanes {

    /** Several runs of a small detector; a wait for a whole queue of cameras stays below a picture or two. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(8);
    /** Too short to do anything between two runs. */
    private static final long AT_ONCE = TimeUnit.MICROSECONDS.toNanos(10);
    /** How often the first who waits looks by itself: less than a short run. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

    private final int count;
    private final Utilisation utilisation;
    private final List<Lane> free = new ArrayList<>();
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    /** Of each thread: arrays, since a type of ours would be kept by threads that outlive this. Guarded by the lock. */
    private final ThreadLocal<boolean[]> habits = ThreadLocal.withInitial(() -> new boolean[1]);

    /** A turn; given back by {@link #leave}. */
    static final class Lane {

        /** Who left it while others waited, and may come back. */
        private Thread last;
        /** Whether that thread came back at once when it left last; one element. */
        private boolean[] habit;
        /** When that thread left it, and since when it is with the same thread, by {@link System#nanoTime()}. */
        private long left;
        private long since;

        private boolean awaitsItsLast(long now) {
            return last != null && habit[0] && now - left < AT_ONCE;
        }
    }

    private static final class Waiter {

        private final Thread thread = Thread.currentThread();
        /** Set for it by who left, under the lock. */
        private Lane given;
        private boolean first;
    }

    Lanes(int count) {
        this.count = count;
        utilisation = new Utilisation(count);
        for (int lane = 0; lane < count; lane++) {
            free.add(new Lane());
        }
    }

    /** Part of the lanes' time that was used of late, 0 to 1. */
    double utilisation() {
        return utilisation.read();
    }

    /**
     * Waits for a lane. An interrupt does not end the wait, and is kept.
     *
     * @param patienceNanos how long at most
     * @throws UnavailableException when none came free
     */
    Lane enter(long patienceNanos) {
        long now = System.nanoTime();
        Lane lane;
        Waiter waiter = null;
        synchronized (this) {
            lane = waiting.isEmpty() && !free.isEmpty() ? take(free.size() - 1, now) : again(now);
            if (lane == null) {
                waiter = new Waiter();
                waiting.add(waiter);
            }
        }
        if (waiter != null) {
            lane = await(waiter, now + patienceNanos, patienceNanos);
        }
        utilisation.begun();
        return lane;
    }

    void leave(Lane lane) {
        utilisation.ended();
        Waiter next;
        synchronized (this) {
            long now = System.nanoTime();
            next = waiting.peek();
            if (next != null && now - lane.since >= SLICE) {
                waiting.remove();
                lane.since = now;
                next.given = lane;
                wakeFirst();
            } else {
                lane.last = next == null ? null : Thread.currentThread();
                lane.habit = habits.get();
                lane.left = now;
                free.add(lane);
                next = lane.habit[0] ? null : next;
            }
        }
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    private Lane take(int index, long now) {
        Lane lane = free.remove(index);
        lane.since = now;
        return lane;
    }

    /** The lane that this thread has just left, where its slice is not over; else null. */
    private Lane again(long now) {
        Thread self = Thread.currentThread();
        for (int index = 0; index < free.size(); index++) {
            Lane lane = free.get(index);
            if (lane.last == self && now - lane.since < SLICE) {
                lane.habit[0] = now - lane.left < AT_ONCE;
                return free.remove(index);
            }
        }
        return null;
    }

    private Lane await(Waiter waiter, long deadline, long patienceNanos) {
        boolean interrupted = false;
        try {
            while (true) {
                long now = System.nanoTime();
                synchronized (this) {
                    Lane lane = offered(waiter, now);
                    if (lane != null) {
                        return lane;
                    }
                    if (now - deadline >= 0) {
                        giveUp(waiter);
                        throw new UnavailableException("accelerator.busy", "None of the " + count
                                + " lanes came free within " + TimeUnit.NANOSECONDS.toSeconds(patienceNanos) + " s.",
                                "Analyse fewer pictures a second, or use a smaller model.", null);
                    }
                }
                LockSupport.parkNanos(this, waiter.first ? Math.min(LOOK, deadline - now) : deadline - now);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Lane offered(Waiter waiter, long now) {
        if (waiter.given != null) {
            return waiter.given;
        }
        waiter.first = waiting.peek() == waiter;
        for (int index = 0; waiter.first && index < free.size(); index++) {
            Lane lane = free.get(index);
            if (!lane.awaitsItsLast(now)) {
                if (lane.last != null) {
                    lane.habit[0] = false;
                }
                waiting.remove();
                wakeFirst();
                return take(index, now);
            }
        }
        return null;
    }

    private void giveUp(Waiter waiter) {
        waiting.remove(waiter);
        wakeFirst();
    }

    /** There may be more free lanes; and from now on this one is to look by itself. */
    private void wakeFirst() {
        if (!waiting.isEmpty()) {
            LockSupport.unpark(waiting.peek().thread);
        }
    }
}
