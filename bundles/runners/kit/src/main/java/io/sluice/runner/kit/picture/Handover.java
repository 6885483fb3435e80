package io.sluice.runner.kit.picture;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has others' work done by the one thread that owns the natives. */
final class Handover {

    private static final int PATIENCE_SECONDS = 10;

    private final LinkedBlockingQueue<FutureTask<Void>> waiting = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /**
     * Has it done, and waits for it.
     *
     * @throws SluiceException what it throws
     * @throws UnavailableException where the thread has ended, or is busy for long
     */
    void run(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        waiting.add(task);
        if (closed) {
            task.cancel(false);
        }
        try {
            if (!task.isCancelled()) {
                task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return;
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SluiceException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | CancellationException busy) {
            task.cancel(false);
        }
        throw new UnavailableException("runner.busy", "The task has no time for a result at present.", "Send it again.", null);
    }

    /**
     * On the thread that does the work: what waits, or what comes in time.
     *
     * @return whether there was any
     */
    boolean serve(long millis) throws InterruptedException {
        boolean any = false;
        for (FutureTask<Void> task = waiting.poll(millis, TimeUnit.MILLISECONDS); task != null; task = waiting.poll()) {
            task.run();
            any = true;
        }
        return any;
    }

    /** Nothing is done any more. */
    void close() {
        closed = true;
        for (FutureTask<Void> task = waiting.poll(); task != null; task = waiting.poll()) {
            task.cancel(false);
        }
    }
}
