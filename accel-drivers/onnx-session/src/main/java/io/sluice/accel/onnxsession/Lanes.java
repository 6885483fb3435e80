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
 * would lie idle after each of them. The one who is woken meanwhile, in case the other does not come back, leaves it the
 * lane for a moment: it often runs first, on the core of the one who woke it, and each run would be handed on after
 * all, to wherever the scheduler finds a core. The lock is held for moments only. Thread-safe; allocates nothing while
 * lanes are free.
 */
final class Lanes {

    /** Several runs of a small detector; a wait for a whole queue of cameras stays below a picture or two. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(8);
    /** Long enough to come back without having done anything else, and little against a run. */
    private static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(50);

    private final int count;
    private final Utilisation utilisation;
    private final List<Lane> free = new ArrayList<>();
    private final Deque<Waiter> waiting = new ArrayDeque<>();

    /** A turn; given back by {@link #leave}. */
    static final class Lane {

        /** Who left it while others waited, and may come back. */
        private Thread last;
        /** Since when it is with the same thread, by {@link System#nanoTime()}. */
        private long since;
        /** When that thread left it. */
        private long left;

        boolean awaitsItsLast(long now) {
            return last != null && now - left < MOMENT && now - since < SLICE;
        }
    }

    private static final class Waiter {

        private final Thread thread = Thread.currentThread();
        /** Set for it by who left, under the lock. */
        private Lane given;
        /** Whether a lane is free that somebody may come back to. */
        private boolean soon;
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
            next = waiting.peek();
            long now = System.nanoTime();
            if (next != null && now - lane.since >= SLICE) {
                waiting.remove();
                lane.since = now;
                next.given = lane;
            } else {
                lane.left = now;
                lane.last = next == null ? null : Thread.currentThread();
                free.add(lane);
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
                if (waiter.soon) {
                    Thread.yield();
                } else {
                    LockSupport.parkNanos(this, deadline - now);
                }
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
        waiter.soon = false;
        for (int index = 0; index < free.size() && waiting.peek() == waiter; index++) {
            waiter.soon = free.get(index).awaitsItsLast(now);
            if (!waiter.soon) {
                waiting.remove();
                Lane lane = take(index, now);
                wakeNext();
                return lane;
            }
        }
        return null;
    }

    private void giveUp(Waiter waiter) {
        waiting.remove(waiter);
        wakeNext();
    }

    /** Several lanes may have come free while only the first in the row was told. */
    private void wakeNext() {
        if (!free.isEmpty() && !waiting.isEmpty()) {
            LockSupport.unpark(waiting.peek().thread);
        }
    }
}
