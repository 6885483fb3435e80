package io.sluice.accel.nativelib;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Something native that several use: freed once, when its owner has closed it and the last user has let go. Nobody waits
 * for a run that hangs, and nobody frees what a run still needs. Thread-safe.
 */
public final class SharedHandle implements AutoCloseable {

    /** The owner counts as a user until it closes; the sign tells that it did. */
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong users = new AtomicLong();
    private final Runnable free;

    /** @param free called once, by whoever lets go last */
    public SharedHandle(Runnable free) {
        this.free = free;
    }

    /** Takes part in the use until {@link #release()}, unless it is closed. */
    public boolean acquire() {
        while (true) {
            long count = users.get();
            if (count < 0) {
                return false;
            }
            if (users.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    /** Lets go; once for each {@link #acquire()} that gave true. */
    public void release() {
        if (users.decrementAndGet() == CLOSED) {
            free.run();
        }
    }

    /** Nobody may begin to use it any more. Idempotent. */
    @Override
    public void close() {
        long before = users.getAndUpdate(count -> count < 0 ? count : count + CLOSED);
        if (before == 0) {
            free.run();
        }
    }
}
