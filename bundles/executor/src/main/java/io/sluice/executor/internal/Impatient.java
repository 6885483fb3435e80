package io.sluice.executor.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks runners what they ought to answer at once, and does not wait for those that do not: while an answer is overdue, nothing more is
 * asked. Thread-safe.
 *
 * @param <T> what is answered
 */
final class Impatient<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Impatient.class);

    private final Executor pool;
    private final Duration patience;
    private volatile CompletableFuture<?> overdue = CompletableFuture.completedFuture(null);

    Impatient(Executor pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    /** Empty where there is no answer in time, or it fails. */
    Optional<T> ask(Supplier<T> question) {
        if (!overdue.isDone()) {
            return Optional.empty();
        }
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, pool);
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException silent) {
            overdue = answer;
            LOG.warn("A runner does not answer what it ought to know at once");
        } catch (ExecutionException failed) {
            LOG.warn("A runner failed to answer", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
