package io.sluice.accel.nativelib;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was taken from a native library and has to be given back, the latest first. Filled while something is put together,
 * so that half of it is given back too when the other half fails. Thread-safe.
 */
public final class Releases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final Deque<Runnable> steps = new ArrayDeque<>();
    private boolean closed;

    /** @param step gives one thing back; called once */
    public synchronized void add(Runnable step) {
        if (closed) {
            throw new IllegalStateException("everything has been given back already");
        }
        steps.push(step);
    }

    /** Gives everything back, whatever fails on the way. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException | LinkageError error) {
                LOG.warn("Something native could not be given back", error);
            }
        }
    }
}
