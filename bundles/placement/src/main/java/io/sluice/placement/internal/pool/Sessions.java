package io.sluice.placement.internal.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes sessions on threads of their own: a driver waits for runs in flight, and one of them may hang. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long PATIENCE_SECONDS = 5;

    private Sessions() {}

    static CompletableFuture<Void> close(SharedSession session, Executor threads) {
        return CompletableFuture.runAsync(() -> {
            try {
                session.session.close();
            } catch (RuntimeException error) {
                LOG.warn("{} failed to free {}", session.device.id, session.variant.data().name(), error);
            }
        }, threads);
    }

    /** Waits until all are closed, a few seconds at most. */
    static void closeAll(Collection<SharedSession> sessions, Executor threads) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        sessions.stream().filter(SharedSession::condemn).forEach(session -> closing.add(close(session, threads)));
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stuck) {
            LOG.warn("Not every model could be freed in {} s; a run hangs", PATIENCE_SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
