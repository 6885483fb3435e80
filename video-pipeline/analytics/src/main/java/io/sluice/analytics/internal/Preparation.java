package io.sluice.analytics.internal;

import java.util.function.Supplier;

/**
 * Makes something costly on a thread of its own while pictures are looked at, so that only the exchange takes place between
 * two of them. Used by one thread, which takes what was made or closes this; closing waits until the work is over, for its
 * natives must not outlive the bundle.
 *
 * @param <T> what is made
 */
public final class Preparation<T extends AutoCloseable> implements AutoCloseable {

    private final Thread thread;
    private T made;
    private Throwable failure;
    private volatile boolean done;

    /** @param onDone told on the thread of the work */
    public Preparation(String name, Supplier<T> work, Runnable onDone) {
        thread = new Thread(() -> {
            try {
                made = work.get();
            } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
                failure = error;
            }
            done = true;
            onDone.run();
        }, name);
        thread.start();
    }

    /** Whether {@link #take} answers at once. */
    public boolean done() {
        return done;
    }

    /** What was made, which is the caller's now; throws what the work threw. Only once {@link #done()}. */
    public T take() {
        if (!done) {
            throw new IllegalStateException("not done yet");
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException error) {
            throw error;
        }
        T result = made;
        made = null;
        return result;
    }

    /** Waits for the work and closes what was made and not taken. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (made != null) {
            closeMade();
        }
    }

    private void closeMade() {
        try {
            made.close();
        } catch (Exception error) {
            throw new IllegalStateException("What was prepared cannot be closed", error);
        } finally {
            made = null;
        }
    }
}
