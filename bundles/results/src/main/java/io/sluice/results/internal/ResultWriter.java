package io.sluice.results.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.StoredResult;
import io.sluice.support.sql.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread that writes. What callers bring while it is busy goes into one transaction and to disk with one
 * flush; each caller waits for that. Between times it deletes what is past its time. It is never interrupted: that
 * would close the file under an embedded database.
 */
final class ResultWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultWriter.class);
    private static final long PRUNE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_REQUESTS = 1000;

    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final Database database;
    private final Retention retention;
    private final Consumer<List<StoredResult>> listeners;
    private final Thread thread = new Thread(this::work, "results");
    private final List<StoredResult> untold = new ArrayList<>();
    private volatile boolean closed;
    private long nextPrune = System.nanoTime();

    ResultWriter(Database database, Retention retention, Consumer<List<StoredResult>> listeners) {
        this.database = database;
        this.retention = retention;
        this.listeners = listeners;
    }

    private record Request(List<AnalysisResult> results, CompletableFuture<Void> done) {}

    void start() {
        thread.start();
    }

    /** Returns when the results are on disk. */
    void append(List<AnalysisResult> results) {
        Request request = new Request(results, new CompletableFuture<>());
        queue.add(request);
        if (closed) {
            refuseWaiting();
        }
        try {
            request.done().join();
        } catch (CompletionException error) {
            // Made anew, so that the stack shows who asked.
            UnavailableException cause = (UnavailableException) error.getCause();
            throw new UnavailableException(cause.code(), cause.getMessage(), cause.remedy(), cause);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        queue.add(new Request(List.of(), new CompletableFuture<>()));
        thread.join();
        refuseWaiting();
    }

    private void work() {
        while (!closed) {
            try {
                List<Request> requests = next();
                if (!requests.isEmpty()) {
                    store(requests);
                }
                pruneWhenDue();
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private List<Request> next() throws InterruptedException {
        List<Request> requests = new ArrayList<>();
        Request first = queue.poll(Math.max(0, nextPrune - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (first != null) {
            requests.add(first);
            queue.drainTo(requests, MOST_REQUESTS);
        }
        return requests;
    }

    private void store(List<Request> requests) {
        List<AnalysisResult> results = requests.stream().flatMap(request -> request.results().stream()).toList();
        try {
            database.run(connection -> {
                List<StoredResult> stored = ResultInsert.insert(connection, results);
                connection.commit();
                // Should the flush fail, a repeated append finds them stored; listeners must be told nevertheless.
                untold.addAll(stored);
                Database.flush(connection);
                return null;
            });
            requests.forEach(request -> request.done().complete(null));
            if (!untold.isEmpty()) {
                listeners.accept(List.copyOf(untold));
                untold.clear();
            }
        } catch (UnavailableException error) {
            requests.forEach(request -> request.done().completeExceptionally(error));
        } catch (RuntimeException error) {
            LOG.error("Storing results failed unexpectedly", error);
            UnavailableException shown = new UnavailableException(
                    "results.internal", "Storing failed unexpectedly: " + error, "See the gateway's log.", error);
            requests.forEach(request -> request.done().completeExceptionally(shown));
        }
    }

    private void pruneWhenDue() {
        if (System.nanoTime() - nextPrune < 0) {
            return;
        }
        int deleted = 0;
        try {
            deleted = database.run(connection -> retention.prune(connection, Instant.now()));
        } catch (UnavailableException reported) {
            LOG.debug("Nothing deleted", reported);
        } catch (RuntimeException error) {
            LOG.error("Deleting old results failed unexpectedly", error);
        }
        nextPrune = System.nanoTime() + (deleted > 0 ? 0 : PRUNE_EVERY_NANOS);
    }

    private void refuseWaiting() {
        UnavailableException error = new UnavailableException(
                "results.stopping", "The store of results is stopping.", "Try again.", null);
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            request.done().completeExceptionally(error);
        }
    }
}
