package io.sluice.accel.onnxsession;

import io.sluice.api.error.UnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The turns of a device's users: as many run at once as it has lanes, the others wait, in the order of coming. With more runs
 * than cores, each would only push the others' data out of the caches, and hold memory of its own meanwhile.
 *
 * <p>Who finds a lane free runs on its own thread, since waking another takes a good part of a short run. Where none is free, the run
 * waits for a thread of the lane, which does one after another as long as there are any: were a lane handed from caller to
 * caller, it would lie idle each time until the next has woken. The lock is held for moments only. Thread-safe; a run allocates
 * nothing.
 */
final class Lanes implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final int count;
    private final Utilisation utilisation;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final ThreadPoolExecutor threads;
    private int free;

    /** One caller's run, made once and taken again and again, by one thread at a time. */
    abstract static class Turn {

        private Thread caller;
        private State state = State.OVER;
        private Throwable failure;

        private enum State {
            WAITING,
            RUNNING,
            OVER
        }

        /** Does the run, on whichever thread has the lane. */
        abstract void run();
    }

    Lanes(int count) {
        this.count = count;
        free = count;
        utilisation = new Utilisation(count);
        threads = new ThreadPoolExecutor(count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "onnx-lane");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Part of the lanes' time that was used of late, 0 to 1. */
    double utilisation() {
        return utilisation.read();
    }

    /**
     * Runs once a lane is free. An interrupt does not end the wait, and is kept.
     *
     * @param patienceNanos how long to wait for a lane at most
     * @throws UnavailableException when none came free; otherwise what the run throws
     */
    void run(Turn turn, long patienceNanos) {
        boolean own;
        synchronized (this) {
            own = free > 0;
            if (own) {
                free--;
            } else {
                turn.caller = Thread.currentThread();
                turn.state = Turn.State.WAITING;
                turn.failure = null;
                waiting.add(turn);
            }
        }
        if (own) {
            runHere(turn);
        } else {
            await(turn, patienceNanos);
        }
    }

    private void runHere(Turn turn) {
        utilisation.begun();
        try {
            turn.run();
        } finally {
            utilisation.ended();
            leave();
        }
    }

    /** The lane goes on with those who wait. */
    private void leave() {
        synchronized (this) {
            if (waiting.isEmpty()) {
                free++;
                return;
            }
        }
        threads.execute(this::work);
    }

    private void work() {
        for (Turn turn = next(); turn != null; turn = next()) {
            utilisation.begun();
            try {
                turn.run();
            } catch (Throwable failure) {
                turn.failure = failure;
            } finally {
                utilisation.ended();
            }
            Thread caller = turn.caller;
            synchronized (this) {
                turn.state = Turn.State.OVER;
            }
            LockSupport.unpark(caller);
        }
    }

    private synchronized Turn next() {
        Turn turn = waiting.poll();
        if (turn == null) {
            free++;
        } else {
            turn.state = Turn.State.RUNNING;
        }
        return turn;
    }

    private void await(Turn turn, long patienceNanos) {
        long deadline = System.nanoTime() + patienceNanos;
        boolean interrupted = false;
        try {
            while (true) {
                long left = deadline - System.nanoTime();
                synchronized (this) {
                    if (turn.state == Turn.State.OVER) {
                        break;
                    }
                    if (turn.state == Turn.State.WAITING && left <= 0) {
                        waiting.remove(turn);
                        turn.state = Turn.State.OVER;
                        throw busy(patienceNanos);
                    }
                    // A run that has begun is ended by the watchdog, and tells by itself.
                    left = turn.state == Turn.State.WAITING ? left : Long.MAX_VALUE;
                }
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (turn.failure instanceof RuntimeException failure) {
            throw failure;
        }
        if (turn.failure instanceof Error error) {
            throw error;
        }
    }

    private UnavailableException busy(long patienceNanos) {
        return new UnavailableException("accelerator.busy", "None of the " + count + " lanes came free within "
                + TimeUnit.NANOSECONDS.toSeconds(patienceNanos) + " s.", "Analyse fewer pictures a second, or use a smaller model.",
                null);
    }

    /** Its threads end as soon as they have nothing to do; who waits, or comes nevertheless, is still served. */
    @Override
    public void close() {
        threads.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }
}
