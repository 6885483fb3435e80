package io.sluice.rtsp.net;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that serves many channels. Handlers, tasks and timers all run on it, so what they share needs no lock;
 * they
 * must not block. An exception that escapes one is logged and harms no other.
 */
public final class NioLoop implements AutoCloseable {

    /** Called when a channel is ready. */
    @FunctionalInterface
    public interface Handler {
        void ready(SelectionKey key);
    }

    /** A call to come. */
    public static final class Timer {
        private final long due;
        private final Runnable call;
        private boolean cancelled;

        private Timer(long due, Runnable call) {
            this.due = due;
            this.call = call;
        }

        /** On the loop's thread. */
        public void cancel() {
            cancelled = true;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(NioLoop.class);

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(timer -> timer.due));
    private volatile boolean closed;
    private long pauseNanos;

    public NioLoop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a task soon; from any thread. Dropped once the loop is closed. */
    public void execute(Runnable task) {
        if (!closed) {
            tasks.add(task);
            selector.wakeup();
        }
    }

    /** Whether this is the loop's own thread. */
    public boolean here() {
        return Thread.currentThread() == thread;
    }

    /** Waits for what a task counts down; returns as well when the loop has ended, interrupted or not. */
    public void await(CountDownLatch done) {
        boolean interrupted = false;
        while (thread.isAlive() && done.getCount() > 0) {
            try {
                done.await(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task later; on the loop's thread. */
    public Timer after(Duration delay, Runnable call) {
        Timer timer = new Timer(System.nanoTime() + delay.toNanos(), call);
        timers.add(timer);
        return timer;
    }

    /** Watches a channel; on the loop's thread. */
    public SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /**
     * Rests for this long after each round, so that more bytes are read at once; on the loop's thread. Fewer system
     * calls
     * for many streams, at the price of as much delay.
     */
    public void pause(Duration rest) {
        pauseNanos = rest.toNanos();
    }

    /** Ends the thread and waits for it; channels still registered are closed. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        LockSupport.unpark(thread);
        if (here()) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::dispatch, millisToNextTimer());
                runTasks();
                runTimers();
                if (pauseNanos > 0 && tasks.isEmpty() && !closed) {
                    LockSupport.parkNanos(pauseNanos);
                }
            }
            runTasks();
        } catch (IOException | ClosedSelectorException e) {
            LOG.error("Loop {} ends: {}", thread.getName(), e.toString(), e);
        } finally {
            closeAll();
        }
    }

    private void dispatch(SelectionKey key) {
        guarded(() -> ((Handler) key.attachment()).ready(key));
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && (next.cancelled || next.due <= now); next = timers.peek()) {
            timers.poll();
            if (!next.cancelled) {
                guarded(next.call);
            }
        }
    }

    private long millisToNextTimer() {
        Timer next = timers.peek();
        if (next == null) {
            return 1000;
        }
        // Rounded up: waking a moment too early would only mean to wait again.
        return Math.max(1, Math.min(1000, (next.due - System.nanoTime() + 999_999) / 1_000_000));
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("Unexpected on loop {}", thread.getName(), e);
        }
    }

    private void closeAll() {
        List<SelectionKey> keys = new ArrayList<>(selector.keys());
        for (SelectionKey key : keys) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }

    /** Closes what nobody can do anything about if it fails. */
    public static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("On closing {}: {}", resource, e.toString());
        }
    }
}
