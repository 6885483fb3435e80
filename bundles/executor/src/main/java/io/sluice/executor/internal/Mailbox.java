package io.sluice.executor.internal;

import io.sluice.api.error.SluiceException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that changes tasks: what is posted runs there, one after another, so that no change meets another half done. */
final class Mailbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
        Thread made = new Thread(work, "executor");
        made.setDaemon(true);
        return made;
    });

    Mailbox() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** Ends with what the work answers, or its error; fails once this is closed. */
    <T> CompletableFuture<T> post(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(work.call());
                } catch (Throwable error) {
                    if (!(error instanceof SluiceException)) {
                        LOG.error("A change of tasks failed unexpectedly", error);
                    }
                    answer.completeExceptionally(error);
                }
            });
        } catch (RejectedExecutionException closed) {
            answer.completeExceptionally(closed);
        }
        return answer;
    }

    void every(long millis, Runnable work) {
        thread.scheduleWithFixedDelay(() -> {
            try {
                work.run();
            } catch (RuntimeException error) {
                LOG.error("Looking after the tasks failed unexpectedly", error);
            }
        }, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** What was posted is still done. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
