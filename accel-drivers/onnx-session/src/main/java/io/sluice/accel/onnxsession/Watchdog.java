package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Stops runs that last too long. Looks at all of them now and then, so that a run itself sets no alarm. Thread-safe. */
final class Watchdog implements AutoCloseable {

    /** How often it looks within the limit: a run lasts up to a tenth longer. */
    private static final int LOOKS = 10;
    /** However long the limit is, for it can be changed to a shorter one. */
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Set<RunGuard> guards = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    private volatile Duration limit;
    private volatile long limitNanos;

    /** @param device for the thread's name */
    Watchdog(String device, Duration limit) {
        limit(limit);
        timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, device + "-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        again();
    }

    Duration limit() {
        return limit;
    }

    /** For runs that begin from now on, and those in flight. */
    void limit(Duration changed) {
        limit = changed;
        limitNanos = changed.toNanos();
    }

    long limitNanos() {
        return limitNanos;
    }

    RunGuard guard() throws OrtException {
        RunGuard guard = new RunGuard();
        guards.add(guard);
        return guard;
    }

    void release(RunGuard guard) {
        guards.remove(guard);
        guard.close();
    }

    @Override
    public void close() {
        timer.shutdown();
    }

    private void again() {
        if (!timer.isShutdown()) {
            timer.schedule(() -> {
                look();
                again();
            }, Math.max(1, Math.min(LONGEST_PAUSE_MILLIS, limit.toMillis() / LOOKS)), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        long nanos = limitNanos;
        guards.forEach(guard -> guard.check(nanos));
    }
}
